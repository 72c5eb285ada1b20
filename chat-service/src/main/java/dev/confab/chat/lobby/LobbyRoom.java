package dev.confab.chat.lobby;

import java.time.Instant;
import java.util.UUID;
import org.jspecify.annotations.Nullable;

/**
 * A room as one user sees it.
 *
 * @param visibility     {@code public} or {@code private}
 * @param lastActivityAt when something last happened there; the order of the list may follow a second later
 * @param online         how many people are there now
 * @param unread         messages of others that the user has not read; 100 means 100 or more, and 0 is also said of
 *                       public rooms in which the user has never read anything
 * @param lastSeq        top of the room's stream
 * @param lastMessage    null where nothing has been said yet
 * @param member         whether the user is a member; always false in public rooms
 */
public record LobbyRoom(
        UUID id,
        String name,
        String visibility,
        Instant createdAt,
        Instant lastActivityAt,
        int online,
        int unread,
        long lastSeq,
        @Nullable LastMessage lastMessage,
        boolean member) {

    /** The newest message; a long text is cut. */
    public record LastMessage(String username, String text, Instant time) {}
}
