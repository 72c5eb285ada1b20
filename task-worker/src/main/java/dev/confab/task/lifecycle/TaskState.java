package dev.confab.task.lifecycle;

import java.util.EnumSet;
import java.util.Locale;
import java.util.Optional;
import java.util.Set;

/**
 * Where a task is in its life. Rows change only as {@link #canBecome} allows; the statements that change them name the
 * states that they start from.
 *
 * <pre>
 *              due                claim             ok
 *  SCHEDULED -------> PENDING -------------> STARTED ----> SUCCEEDED
 *                      ^  ^ \                 |  |  \ failed, retries left          RETRY
 *        lease expired |  |  \ cancel,        |  |   '----------------------------> |  | due
 *        or given back '--+---\-- expired ----'  | failed for good                  |  '-----> PENDING, STARTED
 *                         |    v                 v                                  v cancel, expired
 *                         |  REVOKED           FAILED                            REVOKED
 *                         '---------------------'  replay
 * </pre>
 */
public enum TaskState {
    /** Waits for a worker. */
    PENDING,
    /** Waits for its time. */
    SCHEDULED,
    /** A worker runs it. */
    STARTED,
    /** Has failed and waits for its next run. */
    RETRY,
    SUCCEEDED,
    /** Has failed for good: it is in the dead letter, from where it can be replayed. */
    FAILED,
    /** Was cancelled, or expired before it could run. */
    REVOKED;

    private static final Set<TaskState> WAITING = EnumSet.of(PENDING, SCHEDULED, RETRY);

    /** As in JSON and in the database: lower case. */
    public String text() {
        return name().toLowerCase(Locale.ROOT);
    }

    public static Optional<TaskState> of(String text) {
        for (TaskState state : values()) {
            if (state.text().equals(text)) {
                return Optional.of(state);
            }
        }
        return Optional.empty();
    }

    /** Nothing happens to it any more by itself. */
    public boolean isFinal() {
        return switch (this) {
            case SUCCEEDED, FAILED, REVOKED -> true;
            case PENDING, SCHEDULED, STARTED, RETRY -> false;
        };
    }

    /** Whether it can be cancelled without asking a worker. */
    public boolean isWaiting() {
        return WAITING.contains(this);
    }

    /** Whether a task in this state may come to be in that one. */
    public boolean canBecome(TaskState next) {
        return switch (this) {
            case SCHEDULED -> next == PENDING || next == REVOKED;
            case PENDING -> next == STARTED || next == REVOKED;
            case STARTED -> next != SCHEDULED && next != STARTED;
            case RETRY -> next == PENDING || next == STARTED || next == REVOKED;
            case FAILED -> next == PENDING;
            case SUCCEEDED, REVOKED -> false;
        };
    }
}
