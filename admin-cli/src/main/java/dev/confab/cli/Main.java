package dev.confab.cli;

import dev.confab.cli.console.Cli;
import dev.confab.cli.console.DurationConverter;
import dev.confab.cli.console.ErrorReporter;
import dev.confab.cli.console.ExitCodes;
import dev.confab.cli.console.GlobalOptions;
import dev.confab.cli.console.Terminal;
import java.io.PrintWriter;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.concurrent.Callable;
import picocli.CommandLine;
import picocli.CommandLine.Help.Ansi;

/** The entry point of the {@code confab} command. */
public final class Main {
    private Main() {}

    public static void main(String[] arguments) {
        System.exit(run(arguments, Terminal.system()));
    }

    /** Runs a command and returns its exit code. */
    public static int run(String[] arguments, Terminal terminal) {
        return commandLine(terminal).execute(arguments);
    }

    /** The whole tree of commands. */
    public static CommandLine commandLine(Terminal terminal) {
        GlobalOptions global = new GlobalOptions();
        Cli cli = new Cli(terminal, global);
        ErrorReporter errors = new ErrorReporter(cli);
        CommandLine root = new CommandLine(new ConfabCommand(global), new CommandFactory(cli, global))
                .registerConverter(Duration.class, new DurationConverter())
                .setOut(new PrintWriter(terminal.out(), true, StandardCharsets.UTF_8))
                .setErr(new PrintWriter(terminal.err(), true, StandardCharsets.UTF_8))
                .setColorScheme(CommandLine.Help.defaultColorScheme(Ansi.OFF))
                .setUsageHelpAutoWidth(false)
                .setUsageHelpWidth(100)
                .setExecutionExceptionHandler(errors)
                .setParameterExceptionHandler(errors)
                .setCaseInsensitiveEnumValuesAllowed(true);
        root.setExecutionStrategy(parsed -> {
            if (CommandLine.executeHelpRequest(parsed) != null) {
                return ExitCodes.OK;
            }
            CommandLine last = parsed.asCommandLineList().getLast();
            Object command = last.getCommand();
            if (!(command instanceof Runnable) && !(command instanceof Callable)) {
                // A group without a command: show what there is. Asking for nothing is no mistake, half a command is.
                boolean bare = last.getParent() == null;
                last.usage(bare ? terminal.out() : terminal.err());
                return bare ? ExitCodes.OK : ExitCodes.USAGE;
            }
            return new CommandLine.RunLast().execute(parsed);
        });
        return root;
    }
}
