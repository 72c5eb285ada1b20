package dev.confab.cli.console;

/** Ends a command with a line for the user and an exit code. */
public final class CommandException extends RuntimeException {
    private final int exitCode;

    private CommandException(int exitCode, String message) {
        super(message);
        this.exitCode = exitCode;
    }

    public static CommandException failure(String message) {
        return new CommandException(ExitCodes.FAILURE, message);
    }

    public static CommandException usage(String message) {
        return new CommandException(ExitCodes.USAGE, message);
    }

    public static CommandException cancelled() {
        return new CommandException(ExitCodes.CANCELLED, "cancelled, nothing was changed");
    }

    public static CommandException notSignedIn(String server) {
        return new CommandException(
                ExitCodes.NOT_AUTHORISED, "not signed in at " + server + "; sign in with: confab login");
    }

    public int exitCode() {
        return exitCode;
    }
}
