package dev.confab.system.docs;

import static org.assertj.core.api.Assertions.assertThat;

import dev.confab.local.test.CommittedFile;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Collection;
import java.util.List;
import java.util.SortedMap;
import java.util.SortedSet;
import java.util.TreeMap;
import java.util.TreeSet;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import org.junit.jupiter.api.Test;

class ParityDocsTest {
    private static final Pattern ROW =
            Pattern.compile("(?m)^\\| ([A-Z]{2}-\\d{2}) \\| (.*?) \\| (done|partial|open) \\| (.*?) \\| (.*?) \\|$");
    private static final Pattern TAG = Pattern.compile("@Tag\\(\"([A-Z]{2}-\\d{2})\"\\)");

    private final CommittedFile table = CommittedFile.named("docs/parity.md");

    /** One row: what it says itself, apart from the tests, which are found by their tags. */
    private record Row(String id, String capability, String status, String where, String tests) {}

    @Test
    void everyRowNamesTheTestsThatCarryItsId() {
        SortedMap<String, SortedSet<Path>> tagged = taggedTests();
        String text = ROW.matcher(table.text()).replaceAll(found -> {
            Row row = row(found.group(1), found.group(2), found.group(3), found.group(4));
            Collection<Path> tests = tagged.getOrDefault(row.id(), new TreeSet<>());
            return Matcher.quoteReplacement("| %s | %s | %s | %s | %s |"
                    .formatted(row.id(), row.capability(), status(row, tests), row.where(), links(tests)));
        });

        table.mustBe(text);
    }

    @Test
    void whatIsDoneHasATestAndWhatHasATestIsListed() {
        SortedMap<String, SortedSet<Path>> tagged = taggedTests();
        List<Row> rows = rows();

        assertThat(rows).extracting(Row::id).containsAll(tagged.keySet()).doesNotHaveDuplicates();
        assertThat(rows).hasSizeGreaterThanOrEqualTo(48);
        assertThat(rows)
                .allSatisfy(row -> assertThat(tagged.containsKey(row.id()))
                        .as("%s is %s", row.id(), row.status())
                        .isEqualTo(!row.status().equals("open")));
    }

    private List<Row> rows() {
        List<Row> rows = new ArrayList<>();
        Matcher found = ROW.matcher(table.text());
        while (found.find()) {
            rows.add(new Row(found.group(1), found.group(2), found.group(3), found.group(4), found.group(5)));
        }
        return rows;
    }

    private static Row row(String id, String capability, String status, String where) {
        return new Row(id, capability, status, where, "");
    }

    /** A test can show that something has begun; that it is whole is for a person to say. */
    private static String status(Row row, Collection<Path> tests) {
        if (tests.isEmpty()) {
            return "open";
        }
        return row.status().equals("open") ? "partial" : row.status();
    }

    private static String links(Collection<Path> tests) {
        return tests.stream()
                .map(test ->
                        "[%s](../%s)".formatted(test.getFileName().toString().replace(".java", ""), test.toString()))
                .collect(Collectors.joining(", "));
    }

    private static SortedMap<String, SortedSet<Path>> taggedTests() {
        SortedMap<String, SortedSet<Path>> tagged = new TreeMap<>();
        for (Path file : SourceTree.files(file ->
                file.toString().contains("src/test/java") && file.toString().endsWith(".java"))) {
            Matcher tags = TAG.matcher(SourceTree.read(file));
            while (tags.find()) {
                tagged.computeIfAbsent(tags.group(1), id -> new TreeSet<>()).add(file);
            }
        }
        return tagged;
    }
}
