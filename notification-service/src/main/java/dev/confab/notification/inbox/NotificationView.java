package dev.confab.notification.inbox;

import com.fasterxml.jackson.annotation.JsonInclude;
import java.time.Instant;
import java.util.UUID;
import org.jspecify.annotations.Nullable;

/**
 * A notification as its recipient sees it: in lists, and in the events of the inbox.
 *
 * @param kind {@code mention}, {@code reply}, {@code announcement} or {@code thread}
 * @param room the room's name
 * @param messageId the message
 * @param seq the message's place in the room
 * @param actor who caused it
 * @param title of an announcement; absent from others
 * @param text the beginning of the message
 * @param createdAt when the message was posted
 * @param readAt null while it is unread
 */
public record NotificationView(
        UUID id,
        String kind,
        String room,
        UUID roomId,
        UUID messageId,
        long seq,
        Actor actor,
        @JsonInclude(JsonInclude.Include.NON_NULL) @Nullable String title,
        String text,
        Instant createdAt,
        @Nullable Instant readAt) {

    /**
     * Who caused a notification.
     *
     * @param id the account
     * @param username its name when the message was posted
     */
    public record Actor(UUID id, String username) {}

    static NotificationView of(Notification notification) {
        return new NotificationView(
                notification.id(),
                notification.kind().wireName(),
                notification.room(),
                notification.roomId(),
                notification.eventId(),
                notification.seq(),
                new Actor(notification.actorId(), notification.actorName()),
                notification.title(),
                notification.text(),
                notification.createdAt(),
                notification.readAt());
    }
}
