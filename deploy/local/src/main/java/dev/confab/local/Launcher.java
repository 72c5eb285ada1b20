package dev.confab.local;

import picocli.CommandLine;
import picocli.CommandLine.Command;

/** The part of {@code ./confab} that runs the suite on this machine. */
@Command(
        name = "confab",
        subcommands = {UpCommand.class, DownCommand.class},
        description = "Runs the whole suite on this machine.")
final class Launcher {
    private Launcher() {}

    public static void main(String[] args) {
        CommandLine commandLine = new CommandLine(new Launcher())
                .setOverwrittenOptionsAllowed(true)
                .setCaseInsensitiveEnumValuesAllowed(true)
                .registerConverter(MailServer.class, MailServer::parse);
        commandLine.setExecutionExceptionHandler((failure, command, parsed) -> {
            if (failure instanceof LocalStackException known) {
                System.err.println(known.getMessage());
                return CommandLine.ExitCode.SOFTWARE;
            }
            throw failure;
        });
        System.exit(commandLine.execute(args));
    }
}
