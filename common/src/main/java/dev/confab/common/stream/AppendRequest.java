package dev.confab.common.stream;

import java.util.Objects;
import java.util.UUID;
import org.jspecify.annotations.Nullable;

/**
 * An event to be stored at the end of a stream.
 *
 * @param clientId idempotency key, unique per (stream, actor): a second request with it stores nothing and is answered
 *     with the first one's event. Needs an actor
 * @param data a JSON object
 * @param requestId the request that causes it, for logs
 * @param traceParent the step of a trace that causes it
 */
public record AppendRequest(
        UUID streamId,
        String type,
        @Nullable UUID actorId,
        @Nullable String actorName,
        @Nullable String clientId,
        String data,
        @Nullable String requestId,
        @Nullable String traceParent) {
    public AppendRequest {
        Objects.requireNonNull(streamId);
        Objects.requireNonNull(type);
        Objects.requireNonNull(data);
        if (clientId != null && actorId == null) {
            throw new IllegalArgumentException("a client id is unique per actor, so it needs one");
        }
    }

    /** An event that belongs to no trace. */
    public AppendRequest(
            UUID streamId,
            String type,
            @Nullable UUID actorId,
            @Nullable String actorName,
            @Nullable String clientId,
            String data,
            @Nullable String requestId) {
        this(streamId, type, actorId, actorName, clientId, data, requestId, null);
    }

    /** A rough count of the bytes that this request occupies in memory, for the bounds of queues. */
    int weight() {
        return 256 + data.length() + (clientId == null ? 0 : clientId.length());
    }
}
