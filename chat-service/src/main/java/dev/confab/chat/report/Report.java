package dev.confab.chat.report;

import com.fasterxml.jackson.annotation.JsonInclude;
import java.time.Instant;
import java.util.UUID;
import org.jspecify.annotations.Nullable;

/**
 * A report as the API shows one.
 *
 * @param seq        the place of the message in the room's stream
 * @param author     who wrote the message
 * @param text       what it says now; absent when it is gone
 * @param reporter   who finds it wrong
 * @param state      {@code open}, or else decided
 * @param resolution what was decided; absent while it is open
 * @param resolvedBy the name of who decided; absent while it is open and when that account is gone
 */
@JsonInclude(JsonInclude.Include.NON_NULL)
public record Report(
        UUID id,
        String room,
        UUID roomId,
        UUID messageId,
        long seq,
        Person author,
        @Nullable String text,
        Person reporter,
        String reason,
        String state,
        @Nullable String resolution,
        @Nullable String note,
        @Nullable String resolvedBy,
        Instant createdAt,
        @Nullable Instant resolvedAt) {

    /** Somebody who has, or had, an account. */
    public record Person(UUID id, String username) {}

    boolean isOpen() {
        return resolution == null;
    }
}
