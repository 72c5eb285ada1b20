package dev.confab.notification.inbox;

import java.time.Instant;
import java.util.UUID;
import org.jspecify.annotations.Nullable;

/**
 * Something that concerns one person.
 *
 * @param id derived from event and recipient; sorts by the time of the event
 * @param eventId the message
 * @param seq the message's place in the room
 * @param incarnation of the database in which the place was counted; not stored
 * @param title of an announcement
 * @param text the beginning of the message
 * @param createdAt when the message was posted, to the millisecond
 * @param readAt null while it is unread
 */
public record Notification(
        UUID id,
        UUID recipientId,
        UUID eventId,
        NotificationKind kind,
        String room,
        UUID roomId,
        long seq,
        String incarnation,
        UUID actorId,
        String actorName,
        @Nullable String title,
        String text,
        Instant createdAt,
        @Nullable Instant readAt) {

    /** The id of the notification that an event is for a recipient. */
    public static UUID idOf(UUID eventId, UUID recipientId) {
        return DerivedId.of(eventId, recipientId.toString());
    }

    Notification readAt(@Nullable Instant time) {
        return new Notification(
                id,
                recipientId,
                eventId,
                kind,
                room,
                roomId,
                seq,
                incarnation,
                actorId,
                actorName,
                title,
                text,
                createdAt,
                time);
    }
}
