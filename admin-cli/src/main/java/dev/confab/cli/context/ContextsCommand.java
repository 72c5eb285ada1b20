package dev.confab.cli.context;

import dev.confab.cli.console.Cli;
import dev.confab.cli.console.CommandException;
import dev.confab.cli.console.Table;
import java.net.URI;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Parameters;

/** {@code confab contexts}. */
@Command(
        name = "contexts",
        description = "Several deployments side by side: list them, choose the current one.",
        subcommands = {ContextsCommand.ListCommand.class, ContextsCommand.UseCommand.class},
        footer = {
            "",
            "A context is made by signing in:",
            "  confab login admin --server https://chat.example.org --context production",
            "  confab contexts use production"
        })
public final class ContextsCommand {
    private record Row(String name, URI server, @Nullable String username, boolean current) {}

    /** {@code confab contexts list}. */
    @Command(name = "list", description = "The contexts, with the server and the user of each.")
    static final class ListCommand implements Runnable {
        private final Cli cli;
        private final ContextStore store;

        ListCommand(Cli cli, ContextStore store) {
            this.cli = cli;
            this.store = store;
        }

        @Override
        public void run() {
            ContextFile file = store.read();
            List<Row> rows = file.contexts().entrySet().stream()
                    .sorted(Map.Entry.comparingByKey())
                    .map(e -> new Row(
                            e.getKey(),
                            e.getValue().server(),
                            e.getValue().username(),
                            e.getKey().equals(file.current())))
                    .toList();
            cli.print(
                    rows,
                    new Table<Row>()
                            .column("CURRENT", row -> row.current() ? "*" : "")
                            .column("NAME", Row::name)
                            .column("SERVER", Row::server)
                            .column("USER", Row::username));
        }
    }

    /** {@code confab contexts use}. */
    @Command(name = "use", description = "Make a context the current one.")
    static final class UseCommand implements Runnable {
        private final Cli cli;
        private final ContextStore store;

        @Parameters(paramLabel = "NAME", description = "The context.")
        private String name = "";

        UseCommand(Cli cli, ContextStore store) {
            this.cli = cli;
            this.store = store;
        }

        @Override
        public void run() {
            store.update(file -> {
                if (!file.contexts().containsKey(name)) {
                    throw CommandException.usage("no context named " + name + "; see: confab contexts list");
                }
                return file.using(name);
            });
            cli.done("using " + name, Map.of("current", name));
        }
    }
}
