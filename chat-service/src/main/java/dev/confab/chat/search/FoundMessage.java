package dev.confab.chat.search;

import dev.confab.chat.message.HistoryPage;
import java.util.List;
import java.util.UUID;

/**
 * A message that a search found.
 *
 * @param message  as it is now
 * @param headline the part of its text that matched, in pieces
 */
public record FoundMessage(String room, UUID roomId, HistoryPage.Item message, List<Piece> headline) {

    public FoundMessage {
        headline = List.copyOf(headline);
    }

    /**
     * A piece of a text.
     *
     * @param match whether it is what was searched for
     */
    public record Piece(String text, boolean match) {}
}
