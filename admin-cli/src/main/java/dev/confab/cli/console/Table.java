package dev.confab.cli.console;

import java.util.ArrayList;
import java.util.List;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;

/** Rows of one type as aligned columns. Control characters in the data cannot reach the terminal. */
public final class Table<T> {
    private record Column<T>(String header, Function<T, @Nullable Object> value) {}

    private static final String GAP = "  ";

    private final List<Column<T>> columns = new ArrayList<>();

    /** Adds a column; null shows as a dash. */
    public Table<T> column(String header, Function<T, @Nullable Object> value) {
        columns.add(new Column<>(header, value));
        return this;
    }

    List<String> lines(List<T> rows, boolean bold) {
        List<String[]> cells = new ArrayList<>();
        cells.add(columns.stream().map(Column::header).toArray(String[]::new));
        for (T row : rows) {
            cells.add(columns.stream()
                    .map(column -> printable(column.value().apply(row)))
                    .toArray(String[]::new));
        }
        int[] widths = new int[columns.size()];
        for (String[] line : cells) {
            for (int i = 0; i < line.length; i++) {
                widths[i] = Math.max(widths[i], width(line[i]));
            }
        }
        List<String> lines = new ArrayList<>();
        for (String[] line : cells) {
            StringBuilder text = new StringBuilder();
            for (int i = 0; i < line.length; i++) {
                text.append(line[i]);
                if (i < line.length - 1) {
                    text.repeat(" ", widths[i] - width(line[i])).append(GAP);
                }
            }
            lines.add(text.toString());
        }
        if (bold) {
            lines.set(0, "\u001b[1m" + lines.getFirst() + "\u001b[0m");
        }
        return lines;
    }

    private static int width(String text) {
        return text.codePointCount(0, text.length());
    }

    /** A value on one line and without anything that a terminal would obey. */
    public static String printable(@Nullable Object value) {
        if (value == null) {
            return "-";
        }
        StringBuilder text = new StringBuilder();
        value.toString().codePoints().forEach(c -> {
            int type = Character.getType(c);
            boolean harmless = type != Character.CONTROL
                    && type != Character.FORMAT
                    && type != Character.LINE_SEPARATOR
                    && type != Character.PARAGRAPH_SEPARATOR;
            text.appendCodePoint(harmless ? c : c == '\n' || c == '\t' ? ' ' : '\uFFFD');
        });
        return text.toString();
    }
}
