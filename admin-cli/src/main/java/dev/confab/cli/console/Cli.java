package dev.confab.cli.console;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.JsonNode;
import dev.confab.client.ClientJson;
import java.net.URI;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.StringJoiner;
import java.util.TreeMap;
import org.jspecify.annotations.Nullable;

/** What a command works with: where to write, what was asked for globally, whom to ask. */
public final class Cli {
    private final Terminal terminal;
    private final GlobalOptions options;

    public Cli(Terminal terminal, GlobalOptions options) {
        this.terminal = terminal;
        this.options = options;
    }

    public Terminal terminal() {
        return terminal;
    }

    public boolean verbose() {
        return options.verbose;
    }

    /** The server asked for on the command line or in the environment; null: the context's. */
    public @Nullable URI server() {
        if (options.server != null) {
            return httpUri(options.server);
        }
        String fromEnvironment = environment("CONFAB_SERVER");
        return fromEnvironment == null ? null : httpUri(URI.create(fromEnvironment));
    }

    private static URI httpUri(URI uri) {
        if (uri.getHost() == null || !List.of("http", "https").contains(uri.getScheme())) {
            throw CommandException.usage("not an http or https address: " + uri);
        }
        return uri;
    }

    /** The context asked for on the command line or in the environment; null: the current one. */
    public @Nullable String context() {
        return options.context != null ? options.context : environment("CONFAB_CONTEXT");
    }

    public @Nullable String environment(String name) {
        String value = terminal.environment().get(name);
        return value == null || value.isEmpty() ? null : value;
    }

    public boolean colours() {
        return environment("NO_COLOR") == null && !"dumb".equals(environment("TERM")) && terminal.interactive();
    }

    /** Writes a list to stdout. */
    public <T> void print(List<T> rows, Table<T> table) {
        if (options.output == OutputFormat.table) {
            if (rows.isEmpty()) {
                note("nothing found");
            } else {
                table.lines(rows, colours()).forEach(terminal.out()::println);
            }
        } else {
            printData(rows);
        }
    }

    /** Writes one thing to stdout. */
    public <T> void print(T value, Table<T> table) {
        if (options.output == OutputFormat.table) {
            table.lines(List.of(value), colours()).forEach(terminal.out()::println);
        } else {
            printData(value);
        }
    }

    public boolean asTable() {
        return options.output == OutputFormat.table;
    }

    /** Writes data as JSON or YAML. */
    public void printData(Object value) {
        JsonNode node = ClientJson.mapper().valueToTree(value);
        if (options.output == OutputFormat.yaml) {
            terminal.out().print(YamlWriter.write(node));
            terminal.out().flush();
            return;
        }
        try {
            terminal.out()
                    .println(
                            ClientJson.mapper().writerWithDefaultPrettyPrinter().writeValueAsString(node));
        } catch (JsonProcessingException e) {
            throw new IllegalStateException(e);
        }
    }

    /** Tells that something was done: a note for people, data for programs. */
    public void done(String message, Map<String, Object> data) {
        note(message);
        if (!asTable()) {
            printData(new TreeMap<>(data));
        }
    }

    /** Tells the user something that is not data. */
    public void note(String message) {
        terminal.err().println(message);
    }

    /** Asks before something is destroyed. Without somebody to ask it has to be {@code yes} from the start. */
    public void confirm(String question, boolean yes) {
        if (yes) {
            return;
        }
        if (!terminal.interactive()) {
            throw CommandException.usage(question + " Nobody is there to confirm it: add --yes.");
        }
        terminal.err().print(question + " [y/N] ");
        terminal.err().flush();
        String answer = terminal.readLine();
        if (answer == null || !List.of("y", "yes").contains(answer.strip().toLowerCase(Locale.ROOT))) {
            throw CommandException.cancelled();
        }
    }

    /** All that stdin holds. */
    public String stdin() {
        StringJoiner lines = new StringJoiner("\n");
        for (String line = terminal.readLine(); line != null; line = terminal.readLine()) {
            lines.add(line);
        }
        return lines.toString();
    }

    /** A password from stdin if so asked, else from the person at the terminal. */
    public String password(String prompt, boolean fromStdin) {
        if (fromStdin) {
            String line = terminal.readLine();
            if (line == null || line.isEmpty()) {
                throw CommandException.usage("stdin has no password");
            }
            return line;
        }
        char[] typed = terminal.readPassword(prompt);
        if (typed == null) {
            throw CommandException.usage("nobody is there to type a password: use --password-stdin");
        }
        return new String(typed);
    }
}
