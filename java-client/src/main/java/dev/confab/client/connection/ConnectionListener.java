package dev.confab.client.connection;

import dev.confab.client.ConfabException;
import dev.confab.client.StreamPosition;
import dev.confab.client.UserRef;
import org.jspecify.annotations.Nullable;

/**
 * Hears what a connection receives. Calls come one at a time, on one thread per connection, in the order of the wire.
 * A method that blocks delays the following ones and, after some hundred frames, reading from the network; the server
 * then takes the connection for a slow consumer and ends it, and it resumes without loss.
 */
public interface ConnectionListener {
    /**
     * An event. Per stream, seq grows by one from call to call, also across reconnects, except where {@link #onGap}
     * said otherwise before; no event comes twice.
     */
    default void onEvent(ConfabEvent event) {}

    /** A room (null: the personal stream) could not be resumed whole: events after {@code lastSeen} are missing. */
    default void onGap(@Nullable String room, StreamPosition lastSeen, StreamPosition continuesAfter) {}

    default void onTyping(String room, UserRef user, boolean typing) {}

    /** Somebody came into a room ({@code online}) or left it; {@code count} people are there now. */
    default void onPresence(String room, UserRef user, boolean online, int count) {}

    /** So many people are in a room that is too large to tell of each who comes and goes. */
    default void onPresenceCount(String room, int count) {}

    /** The server ended the membership in a room, or refused to join it again after a reconnect. */
    default void onLeft(String room, String code, String message) {}

    /** An error frame that answers no command of this connection. */
    default void onError(ConfabException error) {}

    /** The newest state; a slow listener may miss states in between. */
    default void onState(ConnectionState state) {}
}
