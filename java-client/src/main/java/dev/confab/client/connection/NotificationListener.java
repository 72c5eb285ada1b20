package dev.confab.client.connection;

import dev.confab.client.ConfabException;
import dev.confab.client.StreamPosition;
import dev.confab.client.rest.Notification;

/**
 * Hears what happens in one's inbox. Calls come one at a time, on one thread per connection, in the order of the wire. A
 * method that blocks delays the following ones and, after some hundred frames, reading from the network.
 */
public interface NotificationListener {
    /** So many notifications are unread: said at each greeting, and again with each notification. */
    default void onUnread(long unread) {}

    /** A notification came. None comes twice, also across reconnects; none is missed, except where {@link #onGap} said so. */
    default void onNotification(Notification notification, StreamPosition position) {}

    /** Notifications have become read. */
    default void onRead(NotificationsRead read) {}

    /** The inbox could not be resumed whole: what came after {@code lastSeen} is missing; list it over REST. */
    default void onGap(StreamPosition lastSeen, StreamPosition continuesAfter) {}

    /** An error frame that answers no command of this connection. */
    default void onError(ConfabException error) {}

    /** The newest state; a slow listener may miss states in between. */
    default void onState(ConnectionState state) {}
}
