package dev.confab.client.rest;

import java.util.Collection;
import java.util.List;
import java.util.Map;
import java.util.UUID;
import org.jspecify.annotations.Nullable;

/** Notifications: one's own, and for staff anybody's where a {@code user} can be named (null: one's own). */
public final class NotificationsApi {
    private static final String NOTIFICATIONS = "api/notifications";

    private final ApiSession session;

    NotificationsApi(ApiSession session) {
        this.session = session;
    }

    private record Unread(long unread) {}

    /** The newest {@code limit} before {@code before} (null: the newest of all), newest first. */
    public NotificationPage list(@Nullable String user, boolean unreadOnly, @Nullable UUID before, int limit) {
        return session.call(
                        "GET",
                        ApiPath.of(NOTIFICATIONS)
                                .query("user", user)
                                .query("unread", unreadOnly ? true : null)
                                .query("before", before)
                                .query("limit", limit),
                        null)
                .as(NotificationPage.class);
    }

    /** How many are unread. */
    public long unread() {
        return session.call("GET", ApiPath.of(NOTIFICATIONS).then("unread"), null)
                .as(Unread.class)
                .unread();
    }

    /** Marks one as read; one that is read already stays as it is. Code not_found if there is none such. */
    public void read(UUID id) {
        session.call("POST", ApiPath.of(NOTIFICATIONS, id.toString()).then("read"), null);
    }

    /** Marks those as read that are one's own, and returns how many are still unread. */
    public long read(Collection<UUID> ids) {
        return markRead(Map.of("ids", List.copyOf(ids)));
    }

    /** Marks all as read, and returns how many are unread meanwhile. */
    public long readAll() {
        return markRead(Map.of("all", true));
    }

    /** What became of it by e-mail, and why. */
    public NotificationDelivery delivery(UUID id, @Nullable String user) {
        return session.call(
                        "GET",
                        ApiPath.of(NOTIFICATIONS, id.toString())
                                .then("delivery")
                                .query("user", user),
                        null)
                .as(NotificationDelivery.class);
    }

    private long markRead(Map<String, Object> which) {
        return session.call("POST", ApiPath.of(NOTIFICATIONS).then("read"), which)
                .as(Unread.class)
                .unread();
    }
}
