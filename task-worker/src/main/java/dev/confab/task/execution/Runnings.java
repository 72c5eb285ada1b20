package dev.confab.task.execution;

import dev.confab.task.background.BackgroundLoop;
import dev.confab.task.lifecycle.LeaseStore.AttemptKey;
import java.util.List;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ConcurrentMap;
import java.util.concurrent.atomic.AtomicInteger;
import org.jspecify.annotations.Nullable;

/** The attempts that hold a slot of this worker, and the handlers that go on without one. */
final class Runnings {
    private final ConcurrentMap<AttemptKey, RunningTask> running = new ConcurrentHashMap<>();
    private final AtomicInteger abandoned = new AtomicInteger();
    private final QueueSlots slots;
    private @Nullable BackgroundLoop claiming;

    Runnings(QueueSlots slots) {
        this.slots = slots;
    }

    /** Woken when a slot becomes free while tasks wait for one. */
    void wakes(BackgroundLoop loop) {
        claiming = loop;
    }

    void started(RunningTask task) {
        running.put(task.key(), task);
    }

    /** The end of the attempt is committed, or it was lost: its slot is free. */
    void ended(RunningTask task) {
        if (running.remove(task.key(), task)) {
            slots.release(task.task().queue(), 1);
            if (claiming != null && slots.hasBacklog(task.task().queue())) {
                claiming.wake();
            }
        }
    }

    /** A task of this queue was stored that may begin at once. */
    void followed(String queue) {
        slots.backlog(queue);
        if (claiming != null) {
            claiming.wake();
        }
    }

    List<RunningTask> all() {
        return List.copyOf(running.values());
    }

    @Nullable
    RunningTask find(AttemptKey key) {
        return running.get(key);
    }

    boolean isEmpty() {
        return running.isEmpty();
    }

    /** A handler goes on whose attempt is over. */
    void abandoned(int change) {
        abandoned.addAndGet(change);
    }

    int abandoned() {
        return abandoned.get();
    }
}
