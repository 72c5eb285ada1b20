package dev.confab.notification.inbox;

import java.util.List;
import java.util.UUID;
import org.jspecify.annotations.Nullable;

/**
 * A part of an inbox, newest first.
 *
 * @param unread how many notifications of the whole inbox are unread
 * @param next to be given as {@code before} for the part that follows; null when this was the last one
 */
public record NotificationPage(
        List<NotificationView> items, long unread, @Nullable UUID next) {
    public NotificationPage {
        items = List.copyOf(items);
    }
}
