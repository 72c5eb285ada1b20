package dev.confab.notification.inbox;

import java.sql.SQLException;
import java.util.Collection;
import java.util.List;
import java.util.UUID;

/**
 * Hears of changes of inboxes in the transaction that makes them, under the locks of the inboxes: what it stores is
 * committed together with them, and what it throws undoes them.
 */
public interface InboxListener {
    /** These were stored now; some may be read already. Never called twice for one notification. */
    void stored(List<StoredNotification> notifications) throws SQLException;

    /** These have become read. */
    void read(Collection<UUID> notificationIds) throws SQLException;
}
