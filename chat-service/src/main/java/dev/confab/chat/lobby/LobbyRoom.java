package dev.confab.chat.lobby;

import com.fasterxml.jackson.annotation.JsonInclude;
import dev.confab.chat.status.UserStatus;
import java.time.Instant;
import java.util.List;
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
 * @param member         whether somebody gave the user a role there
 * @param kind           {@code channel}, {@code direct} or {@code group}
 * @param topic          what it is about; null for nothing
 * @param retentionDays  how long what is said is kept; null for ever
 * @param defaultRole    what people are to whom nobody gave a role
 * @param myRole         what the user is there; null for staff in private rooms of others
 * @param closedAt       since when nobody may post; absent where people may
 * @param closedReason   why nobody may post; absent where people may, and where the room no longer remembers
 * @param members        who is in a conversation, by name; absent for other rooms
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
        boolean member,
        String kind,
        @Nullable String topic,
        int slowModeSeconds,
        @Nullable Integer retentionDays,
        String defaultRole,
        @Nullable String myRole,

        @JsonInclude(JsonInclude.Include.NON_NULL) @Nullable Instant closedAt,

        @JsonInclude(JsonInclude.Include.NON_NULL) @Nullable String closedReason,

        @JsonInclude(JsonInclude.Include.NON_NULL) @Nullable List<Person> members) {

    public LobbyRoom {
        members = members == null ? null : List.copyOf(members);
    }

    /**
     * Somebody in a conversation.
     *
     * @param status what they tell of themselves now; absent when nothing
     */
    public record Person(
            UUID id,
            String username,

            @JsonInclude(JsonInclude.Include.NON_NULL) @Nullable
            UserStatus status) {}

    /** The newest message; a long text is cut. */
    public record LastMessage(String username, String text, Instant time) {}
}
