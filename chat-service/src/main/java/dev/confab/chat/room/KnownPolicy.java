package dev.confab.chat.room;

import dev.confab.common.error.ConfabException;
import java.util.concurrent.CompletableFuture;
import org.jspecify.annotations.Nullable;

/**
 * A room's policy on this node: the last one that was read, what has changed since, and the reading that is under way.
 * What is read before a change is never taken for what is there after it. Times are {@link System#nanoTime()}.
 */
final class KnownPolicy {

    private volatile long usedAt = System.nanoTime();
    private volatile @Nullable Read read;
    /** The rest is guarded by this object. The newest event that is known to have changed the policy; */
    private long changedBy;
    /** and a count of the changes, by which readings are told apart. */
    private int changes;

    private @Nullable Reading reading;

    /** A policy and when it was read. */
    private record Read(RoomPolicy policy, long at) {}

    /**
     * A policy that is being read.
     *
     * @param isMine whether the caller has to read it; else somebody does already
     */
    record Reading(CompletableFuture<RoomPolicy> result, int changes, boolean isMine) {}

    /** The policy, unless none has been read since the last change. */
    @Nullable
    RoomPolicy present(long now) {
        usedAt = now;
        Read last = read;
        return last == null ? null : last.policy();
    }

    boolean isOlderThan(long nanos, long now) {
        Read last = read;
        return last != null && now - last.at() > nanos;
    }

    boolean isUnusedFor(long nanos, long now) {
        return now - usedAt > nanos;
    }

    /** Notes a change; false for one that is known, because an event comes on several ways. */
    synchronized boolean outdatedBy(long seq) {
        if (seq <= changedBy) {
            return false;
        }
        changedBy = seq;
        changes++;
        read = null;
        return true;
    }

    /** Begins to read, or joins who reads what is as new. */
    synchronized Reading begin() {
        Reading under = reading;
        if (under != null && under.changes() == changes) {
            return new Reading(under.result(), changes, false);
        }
        Reading fresh = new Reading(new CompletableFuture<>(), changes, true);
        reading = fresh;
        return fresh;
    }

    void done(Reading mine, RoomPolicy policy, long now) {
        synchronized (this) {
            if (mine.changes() == changes) {
                read = new Read(policy, now);
            }
            end(mine);
        }
        mine.result().complete(policy);
    }

    void failed(Reading mine, ConfabException failure) {
        synchronized (this) {
            end(mine);
        }
        mine.result().completeExceptionally(failure);
    }

    private void end(Reading mine) {
        // A later change may have begun another reading.
        if (reading != null && reading.result() == mine.result()) {
            reading = null;
        }
    }
}
