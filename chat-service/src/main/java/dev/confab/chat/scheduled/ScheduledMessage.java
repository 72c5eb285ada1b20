package dev.confab.chat.scheduled;

import jakarta.persistence.Tuple;
import java.time.Instant;
import java.util.UUID;
import org.jspecify.annotations.Nullable;

/**
 * A message that waits to be posted.
 *
 * @param version rises with every new time: only the task of the newest one posts
 * @param errorCode why it could not be posted; null unless it failed
 */
record ScheduledMessage(
        UUID id,
        UUID userId,
        String room,
        UUID roomId,
        String text,
        @Nullable String replyTo,
        @Nullable String threadId,
        Instant sendAt,
        int version,
        State state,
        @Nullable String errorCode,
        @Nullable String errorMessage,
        Instant createdAt) {

    /** Where a scheduled message stands. There is no row when it is posted. */
    enum State {
        /** It may still be changed. */
        PENDING,
        /** Its time has come: it is being posted, or was and this is not yet noted. */
        SENDING,
        /** It was refused when its time came. */
        FAILED
    }

    /** Under which the message is posted: a second try finds the first one. */
    String clientMessageId() {
        return "scheduled-" + id;
    }

    static ScheduledMessage of(Tuple row) {
        return new ScheduledMessage(
                row.get("id", UUID.class),
                row.get("user_id", UUID.class),
                row.get("room", String.class),
                row.get("room_id", UUID.class),
                row.get("text", String.class),
                row.get("reply_to", String.class),
                row.get("thread_id", String.class),
                row.get("send_at", Instant.class),
                row.get("version", Integer.class),
                State.valueOf(row.get("state", String.class)),
                row.get("error_code", String.class),
                row.get("error_message", String.class),
                row.get("created_at", Instant.class));
    }
}
