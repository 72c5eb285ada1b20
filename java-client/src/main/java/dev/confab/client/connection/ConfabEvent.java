package dev.confab.client.connection;

import com.fasterxml.jackson.databind.JsonNode;
import dev.confab.client.StreamPosition;
import dev.confab.client.UserRef;
import java.time.Instant;
import org.jspecify.annotations.Nullable;

/**
 * An event of a room's stream, or of the user's personal one when {@code room} is null. {@code data} depends on the
 * kind; kinds that a client does not know are to be ignored.
 */
public record ConfabEvent(
        @Nullable String room,
        StreamPosition position,
        String kind,
        String eventId,
        Instant time,
        @Nullable UserRef user,
        @Nullable String clientMessageId,
        JsonNode data) {
    public static final String MESSAGE_POSTED = "message.posted";

    public long seq() {
        return position.seq();
    }

    /** The text of a posted message; null for other kinds. */
    public @Nullable String text() {
        return data.path("text").isTextual() ? data.path("text").asText() : null;
    }
}
