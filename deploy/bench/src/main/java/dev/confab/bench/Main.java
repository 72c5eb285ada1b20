package dev.confab.bench;

import java.time.Duration;
import picocli.CommandLine;
import picocli.CommandLine.Command;

/** The entry point of {@code confab bench}. */
@Command(
        name = "confab bench",
        description = "Measure confab from outside.",
        mixinStandardHelpOptions = true,
        subcommands = {
            ChatCommand.class,
            PeersCommand.class,
            TasksCommand.class,
            HistoryCommand.class,
            ResumeCommand.class,
            RollingCommand.class
        })
public final class Main {
    private Main() {}

    public static void main(String[] arguments) {
        System.exit(new CommandLine(new Main())
                .registerConverter(Duration.class, DurationText::parse)
                .setUsageHelpWidth(100)
                .setExecutionExceptionHandler((error, command, parsed) -> {
                    command.getErr().println("error: " + error.getMessage());
                    if (!(error instanceof BenchException)) {
                        error.printStackTrace(command.getErr());
                    }
                    return 1;
                })
                .execute(arguments));
    }
}
