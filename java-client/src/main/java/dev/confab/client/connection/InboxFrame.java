package dev.confab.client.connection;

import dev.confab.client.ConfabException;
import dev.confab.client.StreamPosition;
import dev.confab.client.rest.Notification;
import org.jspecify.annotations.Nullable;

/** A frame from the notification service, decoded. {@code id} names the command that it answers. */
sealed interface InboxFrame {
    /** {@code top} is the newest event, {@code from} the seq of the first one that follows. */
    record Hello(Session session, StreamPosition top, boolean recovered, long from, long unread)
            implements InboxFrame {}

    /** An event of the inbox. */
    record Event(StreamPosition position, Content content) implements InboxFrame {}

    record Ok(String id, long unread) implements InboxFrame {}

    record Ping() implements InboxFrame {}

    record Failure(@Nullable String id, ConfabException error) implements InboxFrame {}

    /** A type that this client does not know, or an answer that needs nothing done. */
    record Other(String type) implements InboxFrame {}

    /** What an event says. */
    sealed interface Content {
        record Created(Notification notification, @Nullable Long unread) implements Content {}

        record MarkedRead(NotificationsRead read) implements Content {}

        /** Counts, and says nothing to this client. */
        record Nothing() implements Content {}
    }
}
