package dev.confab.cli.shell;

import dev.confab.cli.console.Cli;
import dev.confab.cli.console.CommandException;
import java.util.List;
import picocli.CommandLine;
import picocli.CommandLine.Command;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Parameters;
import picocli.CommandLine.Spec;

/** {@code confab help}. */
@Command(name = "help", description = "Explain a command: confab help rooms send.")
public final class HelpCommand implements Runnable {
    private final Cli cli;

    @Parameters(arity = "0..*", paramLabel = "COMMAND", description = "The command, word by word.")
    private List<String> words = List.of();

    @Spec
    private CommandSpec spec = CommandSpec.create();

    HelpCommand(Cli cli) {
        this.cli = cli;
    }

    @Override
    public void run() {
        CommandLine command = spec.root().commandLine();
        for (String word : words) {
            CommandLine next = command.getSubcommands().get(word);
            if (next == null) {
                throw CommandException.usage(command.getCommandSpec().qualifiedName() + " has no command " + word);
            }
            command = next;
        }
        command.usage(cli.terminal().out());
    }
}
