package dev.confab.notification.inbox;

import java.util.Collection;
import java.util.UUID;

/** The inbox of a person who is signed in, as a socket of theirs needs it. All methods block, each in a transaction of its own. */
public interface InboxAccess {

    /** Makes the stream of that inbox (its id is the user's) where there is none yet. Any number of times, on any node. */
    void open(UUID userId, String username);

    /** How many notifications are unread. */
    long unread(UUID userId);

    /**
     * Marks notifications as read and tells all devices. Those of others and those that do not exist are ignored.
     *
     * @return how many are unread now
     */
    long read(UUID userId, Collection<UUID> notificationIds);

    /** Marks all notifications as read and tells all devices. Answers how many are unread now. */
    long readAll(UUID userId);
}
