package dev.confab.client.rest;

import java.util.List;
import java.util.UUID;
import org.jspecify.annotations.Nullable;

/**
 * A page of notifications, newest first.
 *
 * @param unread how many are unread in all
 * @param next what to pass as {@code before} for the page that follows; null on the last
 */
public record NotificationPage(
        List<Notification> items, long unread, @Nullable UUID next) {
    public NotificationPage {
        items = items == null ? List.of() : List.copyOf(items);
    }
}
