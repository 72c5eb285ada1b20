package dev.confab.chat.scheduled;

import com.fasterxml.jackson.annotation.JsonInclude;
import java.time.Instant;
import java.util.Locale;
import java.util.UUID;
import org.jspecify.annotations.Nullable;

/**
 * A scheduled message as its author sees it.
 *
 * @param state {@code pending}, {@code sending} or {@code failed}; one that was posted is gone
 * @param error why it could not be posted
 */
@JsonInclude(JsonInclude.Include.NON_NULL)
record ScheduledMessageView(
        UUID id,
        String room,
        UUID roomId,
        String text,
        Instant sendAt,
        @Nullable String replyTo,
        @Nullable String threadId,
        String state,
        @Nullable Refusal error,
        Instant createdAt) {

    /** A stable code and words for people. */
    record Refusal(String code, String message) {}

    static ScheduledMessageView of(ScheduledMessage message) {
        String code = message.errorCode();
        return new ScheduledMessageView(
                message.id(),
                message.room(),
                message.roomId(),
                message.text(),
                message.sendAt(),
                message.replyTo(),
                message.threadId(),
                message.state().name().toLowerCase(Locale.ROOT),
                code == null ? null : new Refusal(code, String.valueOf(message.errorMessage())),
                message.createdAt());
    }
}
