package dev.confab.cli.console;

/** What the process returns. */
public final class ExitCodes {
    public static final int OK = 0;
    public static final int FAILURE = 1;
    public static final int USAGE = 2;
    public static final int CANCELLED = 3;
    public static final int NOT_AUTHORISED = 4;

    private ExitCodes() {}
}
