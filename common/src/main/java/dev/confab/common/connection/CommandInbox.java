package dev.confab.common.connection;

import java.util.ArrayDeque;
import java.util.Queue;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.Executor;
import java.util.function.Consumer;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;

/**
 * The commands of one connection, one at a time and in the order in which they came, each begun on the connection's event
 * loop when the one before is complete. Bounded by holding back the client: while more wait, nothing is read from it.
 */
public final class CommandInbox {

    private static final int HOLD_BACK_AT = 64;
    private static final int GO_ON_AT = 16;

    private final Executor eventLoop;
    private final Consumer<Boolean> holdBack;
    private final Queue<Supplier<CompletableFuture<Void>>> waiting = new ArrayDeque<>();
    private boolean busy;
    private boolean heldBack;

    /** An inbox that stops and resumes reading from its client by {@code holdBack}. */
    public CommandInbox(Executor eventLoop, Consumer<Boolean> holdBack) {
        this.eventLoop = eventLoop;
        this.holdBack = holdBack;
    }

    /** Adds a command. On the event loop, so that what is added first is begun first. */
    public void add(Supplier<CompletableFuture<Void>> command) {
        synchronized (this) {
            waiting.add(command);
            if (!heldBack && waiting.size() >= HOLD_BACK_AT) {
                heldBack = true;
                holdBack.accept(true);
            }
            if (busy) {
                return;
            }
            busy = true;
        }
        run();
    }

    private void run() {
        for (Supplier<CompletableFuture<Void>> next = next(); next != null; next = next()) {
            CompletableFuture<Void> command = next.get();
            if (!command.isDone()) {
                var _ = command.whenComplete((done, failure) -> goOn());
                return;
            }
        }
    }

    /** On whatever thread; the event loop is not woken for nothing. */
    private void goOn() {
        synchronized (this) {
            if (waiting.isEmpty()) {
                busy = false;
                return;
            }
        }
        eventLoop.execute(this::run);
    }

    private synchronized @Nullable Supplier<CompletableFuture<Void>> next() {
        Supplier<CompletableFuture<Void>> next = waiting.poll();
        busy = next != null;
        if (heldBack && waiting.size() <= GO_ON_AT) {
            heldBack = false;
            holdBack.accept(false);
        }
        return next;
    }
}
