package dev.confab.cli.console;

import dev.confab.client.ConfabException;
import dev.confab.client.rest.ConfabApiException;
import java.io.PrintStream;
import java.io.PrintWriter;
import java.nio.charset.StandardCharsets;
import picocli.CommandLine;
import picocli.CommandLine.IExecutionExceptionHandler;
import picocli.CommandLine.IParameterExceptionHandler;
import picocli.CommandLine.ParameterException;
import picocli.CommandLine.ParseResult;
import picocli.CommandLine.UnmatchedArgumentException;

/** The one place where a failed command becomes a line on stderr and an exit code. */
public final class ErrorReporter implements IExecutionExceptionHandler, IParameterExceptionHandler {
    private final Cli cli;

    public ErrorReporter(Cli cli) {
        this.cli = cli;
    }

    @Override
    public int handleExecutionException(Exception error, CommandLine command, ParseResult arguments) {
        int code =
                switch (error) {
                    case CommandException e -> {
                        line(e.getMessage());
                        yield e.exitCode();
                    }
                    case ConfabApiException e -> {
                        line(describe(e));
                        yield e.status() == 401 || e.status() == 403 ? ExitCodes.NOT_AUTHORISED : ExitCodes.FAILURE;
                    }
                    case ConfabException e -> {
                        line(e.getMessage() + " (" + e.code() + ")");
                        yield ExitCodes.FAILURE;
                    }
                    case ParameterException e -> handleParseException(e, new String[0]);
                    default -> {
                        line("unexpected: " + error);
                        yield ExitCodes.FAILURE;
                    }
                };
        if (cli.verbose()) {
            error.printStackTrace(cli.terminal().err());
        }
        return code;
    }

    private String describe(ConfabApiException error) {
        StringBuilder text = new StringBuilder(String.valueOf(error.getMessage()))
                .append(" (")
                .append(error.code());
        if (error.requestId() != null) {
            text.append(", request ").append(error.requestId());
        }
        if (error.retryAfter() != null) {
            text.append(", try again in ").append(error.retryAfter().toMillis()).append(" ms");
        }
        text.append(')');
        for (ConfabApiException.FieldError field : error.errors()) {
            text.append("\n  ").append(field.field()).append(": ").append(field.message());
        }
        if (error.status() == 401) {
            text.append("\nsign in with: confab login");
        }
        return text.toString();
    }

    @Override
    public int handleParseException(ParameterException error, String[] arguments) {
        CommandLine command = error.getCommandLine();
        PrintStream err = cli.terminal().err();
        line(error.getMessage());
        if (!UnmatchedArgumentException.printSuggestions(error, new PrintWriter(err, true, StandardCharsets.UTF_8))) {
            err.println("usage: " + command.getHelp().synopsis(0).strip());
        }
        err.println("more: " + command.getCommandSpec().qualifiedName() + " --help");
        return ExitCodes.USAGE;
    }

    private void line(String message) {
        String prefix = cli.colours() ? "\u001b[31merror:\u001b[0m " : "error: ";
        String[] lines = message.split("\n", -1);
        cli.terminal().err().println(prefix + Table.printable(lines[0]));
        for (int i = 1; i < lines.length; i++) {
            cli.terminal()
                    .err()
                    .println(
                            lines[i].startsWith("  ")
                                    ? "  " + Table.printable(lines[i].strip())
                                    : Table.printable(lines[i]));
        }
    }
}
