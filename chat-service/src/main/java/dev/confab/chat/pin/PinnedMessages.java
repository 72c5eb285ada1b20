package dev.confab.chat.pin;

import dev.confab.chat.message.HistoryPage;
import java.util.List;

/**
 * The pinned messages of a room, at most fifty.
 *
 * @param items the last pinned one first
 * @param seq   the place up to which the events of the room are in them; more may be
 */
public record PinnedMessages(List<HistoryPage.Item> items, long seq) {

    public PinnedMessages {
        items = List.copyOf(items);
    }
}
