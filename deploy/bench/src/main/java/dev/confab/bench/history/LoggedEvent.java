package dev.confab.bench.history;

import com.fasterxml.jackson.databind.JsonNode;
import java.util.Objects;
import org.jspecify.annotations.Nullable;

/** An event as the stream has it in the end: what a client receives that asks for everything from the beginning. */
record LoggedEvent(
        long seq,
        String epoch,
        String eventId,
        String kind,
        @Nullable String userId,
        @Nullable String clientMessageId,
        JsonNode data) {

    static final String CREATED = "room.created";
    static final String POSTED = "message.posted";
    static final String EDITED = "message.edited";
    static final String DELETED = "message.deleted";
    static final String MEMBER_ADDED = "member.added";
    static final String MEMBER_REMOVED = "member.removed";

    static LoggedEvent of(JsonNode frame) {
        return new LoggedEvent(
                frame.path("seq").asLong(),
                frame.path("epoch").asText(),
                frame.path("eventId").asText(),
                frame.path("kind").asText(),
                text(frame.path("user").path("id")),
                text(frame.path("clientMessageId")),
                frame.path("data"));
    }

    Sighting seen(long nanos) {
        return new Sighting(nanos, seq, epoch, eventId.intern(), kind.intern(), content());
    }

    int content() {
        return Objects.hash(userId, clientMessageId, data);
    }

    /** The member that a change of membership is about; null for other events. */
    @Nullable
    String member() {
        return text(data.path(kind.equals(CREATED) ? "owner" : "user").path("id"));
    }

    /** Whether the content was taken away later, so that who saw it before saw something else. */
    boolean redacted() {
        return (kind.equals(POSTED) && data.path("deleted").asBoolean()) || (kind.equals(EDITED) && !data.has("text"));
    }

    private static @Nullable String text(JsonNode value) {
        return value.isTextual() ? value.asText() : null;
    }
}
