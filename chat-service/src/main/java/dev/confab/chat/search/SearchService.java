package dev.confab.chat.search;

import dev.confab.chat.message.HistoryPage;
import dev.confab.chat.message.MessageItems;
import dev.confab.chat.message.StoredMessageRepository;
import dev.confab.chat.room.RoomRef;
import dev.confab.common.error.ConfabException;
import dev.confab.common.error.ErrorCode;
import dev.confab.common.identity.UserIdentity;
import jakarta.enterprise.context.ApplicationScoped;
import jakarta.persistence.QueryTimeoutException;
import jakarta.transaction.Transactional;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.UUID;
import java.util.function.Function;
import java.util.stream.Collectors;

/**
 * Searches in messages. What was deleted is never found, what was edited only by its present words, and rooms count as the
 * user may read them now; new words are found within seconds. Blocks.
 */
@ApplicationScoped
public class SearchService {

    private final SearchRepository search;
    private final StoredMessageRepository messages;
    private final MessageItems items;
    private final SearchConfig config;

    SearchService(SearchRepository search, StoredMessageRepository messages, MessageItems items, SearchConfig config) {
        this.search = search;
        this.messages = messages;
        this.items = items;
        this.config = config;
    }

    /**
     * A page of results, newest first.
     *
     * @param room only in this one, which the user may read; empty for all rooms that the user may read
     * @throws ConfabException {@code unavailable} when it would take too long
     */
    @Transactional
    SearchPage find(SearchRequest request, Optional<RoomRef> room, UserIdentity user, int limit) {
        List<SearchRepository.Match> found;
        try {
            found = search.find(request, room, user, config.language(), limit + 1, config.timeout());
        } catch (QueryTimeoutException tooMuch) {
            throw new ConfabException(
                    ErrorCode.UNAVAILABLE,
                    "The search takes too long; search in one room or for rarer words.",
                    tooMuch);
        }
        List<SearchRepository.Match> page = found.subList(0, Math.min(limit, found.size()));
        Map<UUID, HistoryPage.Item> shown =
                items
                        .of(
                                messages.find(page.stream()
                                        .map(SearchRepository.Match::messageId)
                                        .toList()),
                                user.id())
                        .stream()
                        // Deleted a moment ago.
                        .filter(item -> item.deleted() == null)
                        .collect(Collectors.toMap(HistoryPage.Item::messageId, Function.identity()));
        List<FoundMessage> results = new ArrayList<>();
        for (SearchRepository.Match match : page) {
            HistoryPage.Item item = shown.get(match.messageId());
            if (item != null) {
                results.add(new FoundMessage(match.room(), match.roomId(), item, pieces(match.headline())));
            }
        }
        String next = found.size() > limit
                ? new SearchCursor(page.getLast().time(), page.getLast().messageId()).encoded()
                : null;
        return new SearchPage(results, next);
    }

    private static List<FoundMessage.Piece> pieces(String headline) {
        List<FoundMessage.Piece> pieces = new ArrayList<>();
        StringBuilder piece = new StringBuilder();
        boolean match = false;
        for (int at = 0; at < headline.length(); at++) {
            char c = headline.charAt(at);
            if (c == SearchRepository.BEGIN || c == SearchRepository.END) {
                if (!piece.isEmpty()) {
                    pieces.add(new FoundMessage.Piece(piece.toString(), match));
                    piece.setLength(0);
                }
                match = c == SearchRepository.BEGIN;
            } else {
                piece.append(c);
            }
        }
        if (!piece.isEmpty()) {
            pieces.add(new FoundMessage.Piece(piece.toString(), match));
        }
        return pieces;
    }
}
