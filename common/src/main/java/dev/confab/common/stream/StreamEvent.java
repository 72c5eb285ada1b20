package dev.confab.common.stream;

import java.time.Instant;
import java.util.UUID;
import org.jspecify.annotations.Nullable;

/**
 * A stored event of a stream. Only committed events ever become one.
 *
 * @param epoch the stream's epoch on the wire: the database's incarnation and the stream's own
 * @param seq 1, 2, 3 ... without gaps within stream and epoch
 * @param eventId unique everywhere; a UUIDv7
 * @param type for example {@code message.posted}
 * @param actorId who caused it; absent for the system
 * @param clientId the idempotency key that the actor chose, if any
 * @param data a JSON object; equal in meaning wherever the event is read, but not necessarily in white space
 * @param time the database's clock in milliseconds, never going back within a stream
 * @param requestId the request that caused it, for logs
 * @param traceParent the step of a trace that caused it, as W3C Trace Context writes it
 */
public record StreamEvent(
        UUID streamId,
        StreamKind kind,
        String streamName,
        String epoch,
        long seq,
        UUID eventId,
        String type,
        @Nullable UUID actorId,
        @Nullable String actorName,
        @Nullable String clientId,
        String data,
        Instant time,
        @Nullable String requestId,
        @Nullable String traceParent) {

    /** This event's place in its stream. */
    public StreamPosition position() {
        return new StreamPosition(epoch, seq);
    }

    /**
     * Whether earlier events of the stream may have lost their data together with this one: events whose type ends in
     * {@code .deleted} take back what others said. What is kept of those in memory is old from here on.
     */
    public boolean redactsOthers() {
        return type.endsWith(".deleted");
    }

    /** A rough count of the bytes that this event occupies in memory, for the bounds of queues and buffers. */
    int weight() {
        return 256 + data.length() + (clientId == null ? 0 : clientId.length());
    }
}
