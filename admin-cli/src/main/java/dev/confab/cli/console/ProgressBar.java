package dev.confab.cli.console;

import java.io.PrintStream;

/** Progress of long work, on stderr, only where a person can see it. Thread-safe. */
public final class ProgressBar implements AutoCloseable {
    private static final int WIDTH = 30;
    private static final long REDRAW_NANOS = 100_000_000;

    private final PrintStream err;
    private final boolean visible;
    private final String what;
    private final long total;
    private long done;
    private long drawnAt;

    public ProgressBar(Cli cli, String what, long total) {
        this.err = cli.terminal().err();
        this.visible = cli.terminal().interactive() && total > 0;
        this.what = what;
        this.total = total;
    }

    public synchronized void step() {
        done++;
        long now = System.nanoTime();
        if (visible && (now - drawnAt > REDRAW_NANOS || done == total)) {
            drawnAt = now;
            draw();
        }
    }

    private void draw() {
        int filled = (int) (WIDTH * Math.min(done, total) / total);
        err.printf("\r%-10s [%s%s] %d/%d", what, "#".repeat(filled), ".".repeat(WIDTH - filled), done, total);
        err.flush();
    }

    @Override
    public synchronized void close() {
        if (visible && drawnAt != 0) {
            err.println();
        }
    }
}
