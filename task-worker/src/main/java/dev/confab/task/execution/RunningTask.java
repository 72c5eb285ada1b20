package dev.confab.task.execution;

import dev.confab.task.lifecycle.ClaimedTask;
import dev.confab.task.lifecycle.LeaseStore.AttemptKey;
import java.time.Instant;
import org.jspecify.annotations.Nullable;

/**
 * An attempt that this worker runs: who may still decide its outcome, and why it was interrupted. Safe for use by many
 * threads; the first one to {@link #settle} decides.
 */
final class RunningTask {
    /** Why a handler was asked to stop. */
    enum Interruption {
        /** At the soft time limit. */
        TIME,
        /** Somebody has cancelled the task. */
        CANCEL,
        /** The service stops. */
        STOP,
        /** Another worker has the task, or the hard limit has passed: the outcome counts no more. */
        LOST
    }

    private final ClaimedTask task;
    private final Instant softLimit;
    private final Instant deadline;
    private final Instant startedHere;
    private @Nullable Thread thread;
    private @Nullable Interruption interruption;
    private @Nullable Instant interruptedAt;
    private boolean settled;
    private boolean handlerEnded;
    private boolean committing;

    RunningTask(ClaimedTask task, Instant softLimit, Instant deadline, Instant startedHere) {
        this.task = task;
        this.softLimit = softLimit;
        this.deadline = deadline;
        this.startedHere = startedHere;
    }

    ClaimedTask task() {
        return task;
    }

    AttemptKey key() {
        return new AttemptKey(task.id(), task.attempt());
    }

    Instant softLimit() {
        return softLimit;
    }

    Instant deadline() {
        return deadline;
    }

    Instant startedHere() {
        return startedHere;
    }

    synchronized void runsOn(Thread own) {
        thread = own;
        if (interruption != null) {
            own.interrupt();
        }
    }

    synchronized @Nullable Interruption interruption() {
        return interruption;
    }

    synchronized @Nullable Instant interruptedAt() {
        return interruptedAt;
    }

    /** Asks the handler to stop. A stronger reason replaces a weaker one. Whether there was anything new in it. */
    synchronized boolean interrupt(Interruption reason, Instant now) {
        if (handlerEnded || (interruption != null && interruption.compareTo(reason) >= 0)) {
            return false;
        }
        interruption = reason;
        interruptedAt = now;
        if (thread != null && !committing) {
            thread.interrupt();
        }
        return true;
    }

    /**
     * The handler's effects are about to be committed: an interrupt now would break the connection. To be called on the
     * handler's thread; what has interrupted it before or does so meanwhile does so again afterwards.
     */
    synchronized void commits(boolean now) {
        committing = now;
        if (now) {
            var _ = Thread.interrupted();
        }
        if (!now && interruption != null && thread != null && !handlerEnded) {
            thread.interrupt();
        }
    }

    /** The handler has returned or thrown; nobody interrupts its thread any more. */
    synchronized void handlerEnded() {
        handlerEnded = true;
    }

    synchronized boolean hasHandlerEnded() {
        return handlerEnded;
    }

    /** Decides that the outcome is the caller's to tell. False if somebody else's already is. */
    synchronized boolean settle() {
        if (settled) {
            return false;
        }
        settled = true;
        return true;
    }

    synchronized boolean isSettled() {
        return settled;
    }
}
