package dev.confab.common.task;

import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.confab.common.id.Uuid7;
import dev.confab.common.request.RequestId;
import dev.confab.common.trace.TraceParent;
import java.time.Instant;
import java.util.List;
import java.util.Objects;
import java.util.UUID;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/**
 * A request for background work.
 *
 * @param id the task's id and idempotency key: a second request with it is ignored
 * @param type what is to be done, the name of a handler: 1 to 100 of {@code a-z 0-9 . _ -}
 * @param queue where it waits and runs
 * @param payload what the handler reads; not to be changed
 * @param priority 0 to 9, of those that wait the highest first
 * @param dueAt not to be started before; null: now
 * @param expiresAt not to be started after; null: never too late
 * @param maxRetries how often to try again after a failure; null: as the handler has it
 * @param source who asks for it, a URI or path
 * @param requestId the request that causes it, for logs
 * @param traceParent the step of a trace that causes it
 * @param next what follows when it has succeeded, one after the other: each step is stored in the transaction that
 *     completes the one before, and finds that one's result in its payload under {@value TaskStep#INPUT}
 * @param onFailure what is to be done when it, or a step that follows it, goes to the dead letter: stored in the same
 *     transaction, with the reason in its payload under {@value TaskStep#FAILURE}
 */
public record TaskRequest(
        UUID id,
        String type,
        String queue,
        ObjectNode payload,
        int priority,
        @Nullable Instant dueAt,
        @Nullable Instant expiresAt,
        @Nullable Integer maxRetries,
        String source,
        @Nullable String requestId,
        @Nullable String traceParent,
        List<TaskStep> next,
        @Nullable TaskStep onFailure) {
    public static final int MOST_STEPS = 50;
    public static final int DEFAULT_PRIORITY = 5;
    public static final int HIGHEST_PRIORITY = 9;
    public static final int MOST_RETRIES = 1000;
    public static final String DEFAULT_QUEUE = "default";

    private static final Pattern TYPE = Pattern.compile("[a-z0-9][a-z0-9._-]{0,99}");
    static final int LONGEST_SOURCE = 255;

    public TaskRequest {
        Objects.requireNonNull(id);
        Objects.requireNonNull(payload);
        if (!isType(type)) {
            throw new IllegalArgumentException("type: 1 to 100 of a-z 0-9 . _ -, beginning with a letter or digit");
        }
        if (!TaskTopics.isQueue(queue)) {
            throw new IllegalArgumentException("queue: 1 to 63 of a-z 0-9 -, no hyphen at either end");
        }
        if (priority < 0 || priority > HIGHEST_PRIORITY) {
            throw new IllegalArgumentException("priority: from 0 to " + HIGHEST_PRIORITY);
        }
        if (maxRetries != null && (maxRetries < 0 || maxRetries > MOST_RETRIES)) {
            throw new IllegalArgumentException("maxRetries: from 0 to " + MOST_RETRIES);
        }
        if (source.isEmpty() || source.length() > LONGEST_SOURCE) {
            throw new IllegalArgumentException("source: 1 to " + LONGEST_SOURCE + " characters");
        }
        if (dueAt != null && expiresAt != null && expiresAt.isBefore(dueAt)) {
            throw new IllegalArgumentException("expiresAt: before dueAt");
        }
        next = List.copyOf(next);
        if (next.size() > MOST_STEPS) {
            throw new IllegalArgumentException("next: at most " + MOST_STEPS + " steps");
        }
    }

    /** A task that nothing follows. */
    public TaskRequest(
            UUID id,
            String type,
            String queue,
            ObjectNode payload,
            int priority,
            @Nullable Instant dueAt,
            @Nullable Instant expiresAt,
            @Nullable Integer maxRetries,
            String source,
            @Nullable String requestId,
            @Nullable String traceParent) {
        this(
                id,
                type,
                queue,
                payload,
                priority,
                dueAt,
                expiresAt,
                maxRetries,
                source,
                requestId,
                traceParent,
                List.of(),
                null);
    }

    /** Whether this can be the name of a handler. */
    public static boolean isType(String name) {
        return TYPE.matcher(name).matches();
    }

    /**
     * Work to be done now, on the default queue, with a new id, on behalf of the request and trace that are going on.
     *
     * @param source who asks for it
     */
    public static TaskRequest of(String type, ObjectNode payload, String source) {
        RequestId cause = RequestId.current();
        return new TaskRequest(
                Uuid7.create(),
                type,
                DEFAULT_QUEUE,
                payload,
                DEFAULT_PRIORITY,
                null,
                null,
                null,
                source,
                cause == null ? null : cause.value(),
                TraceParent.currentValue());
    }

    /** The same under an id of the caller's: what makes a repetition of the whole transaction harmless. */
    public TaskRequest withId(UUID newId) {
        return new TaskRequest(
                newId,
                type,
                queue,
                payload,
                priority,
                dueAt,
                expiresAt,
                maxRetries,
                source,
                requestId,
                traceParent,
                next,
                onFailure);
    }

    public TaskRequest onQueue(String newQueue) {
        return new TaskRequest(
                id,
                type,
                newQueue,
                payload,
                priority,
                dueAt,
                expiresAt,
                maxRetries,
                source,
                requestId,
                traceParent,
                next,
                onFailure);
    }

    public TaskRequest withPriority(int newPriority) {
        return new TaskRequest(
                id,
                type,
                queue,
                payload,
                newPriority,
                dueAt,
                expiresAt,
                maxRetries,
                source,
                requestId,
                traceParent,
                next,
                onFailure);
    }

    /** Not before the one time, not after the other; null leaves either open. */
    public TaskRequest between(@Nullable Instant due, @Nullable Instant expiry) {
        return new TaskRequest(
                id,
                type,
                queue,
                payload,
                priority,
                due,
                expiry,
                maxRetries,
                source,
                requestId,
                traceParent,
                next,
                onFailure);
    }

    public TaskRequest withMaxRetries(int retries) {
        return new TaskRequest(
                id,
                type,
                queue,
                payload,
                priority,
                dueAt,
                expiresAt,
                retries,
                source,
                requestId,
                traceParent,
                next,
                onFailure);
    }

    /** The same on behalf of another request and trace, for work that an event has caused. */
    public TaskRequest causedBy(@Nullable String newRequestId, @Nullable String newTraceParent) {
        return new TaskRequest(
                id,
                type,
                queue,
                payload,
                priority,
                dueAt,
                expiresAt,
                maxRetries,
                source,
                newRequestId,
                newTraceParent,
                next,
                onFailure);
    }

    /** The same with steps that follow it when it has succeeded. */
    public TaskRequest then(List<TaskStep> steps) {
        return new TaskRequest(
                id,
                type,
                queue,
                payload,
                priority,
                dueAt,
                expiresAt,
                maxRetries,
                source,
                requestId,
                traceParent,
                steps,
                onFailure);
    }

    /** The same with what is to be done when it, or a step that follows it, has failed for good. */
    public TaskRequest orElse(@Nullable TaskStep step) {
        return new TaskRequest(
                id,
                type,
                queue,
                payload,
                priority,
                dueAt,
                expiresAt,
                maxRetries,
                source,
                requestId,
                traceParent,
                next,
                step);
    }
}
