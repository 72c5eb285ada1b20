package dev.confab.client.connection;

import java.lang.System.Logger.Level;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.RejectedExecutionException;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.function.BiConsumer;
import java.util.function.Consumer;
import java.util.function.Supplier;

/**
 * Calls the listener, one call after the other, on a thread of its own. Bounded by its user: every frame holds one of
 * the connection's window until it has been heard, and of state changes at most one waits.
 */
final class ListenerQueue<L> {
    private static final System.Logger LOG = System.getLogger(ConfabConnection.class.getName());

    private final ExecutorService thread = Executors.newSingleThreadExecutor(
            Thread.ofVirtual().name("confab-listener").factory());
    private final AtomicBoolean stateQueued = new AtomicBoolean();
    private final L listener;
    private final BiConsumer<L, ConnectionState> onState;

    /** A queue for a listener, which is told of states by {@code onState}. */
    ListenerQueue(L listener, BiConsumer<L, ConnectionState> onState) {
        this.listener = listener;
        this.onState = onState;
    }

    /** Queues a call; {@code heard} runs after it, whether it failed or not. */
    void frame(Consumer<L> call, Runnable heard) {
        submit(() -> {
            guarded(call);
            heard.run();
        });
    }

    /** Queues the telling of the state, which is read at that time. */
    void state(Supplier<ConnectionState> state) {
        if (stateQueued.compareAndSet(false, true)) {
            submit(() -> {
                stateQueued.set(false);
                guarded(l -> onState.accept(l, state.get()));
            });
        }
    }

    /** Takes nothing more; what is queued is still told. */
    void stop() {
        thread.shutdown();
    }

    private void submit(Runnable task) {
        try {
            thread.execute(task);
        } catch (RejectedExecutionException e) {
            LOG.log(Level.TRACE, "closed, nobody listens any more", e);
        }
    }

    private void guarded(Consumer<L> call) {
        try {
            call.accept(listener);
        } catch (RuntimeException e) {
            LOG.log(Level.WARNING, "a listener failed; the connection goes on", e);
        }
    }
}
