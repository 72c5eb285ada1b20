package dev.confab.chat.lobby;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.core.type.TypeReference;
import com.fasterxml.jackson.databind.ObjectMapper;
import dev.confab.chat.paging.Page;
import dev.confab.chat.presence.PresenceService;
import dev.confab.chat.room.MemberRole;
import dev.confab.chat.room.RoomKind;
import dev.confab.chat.room.RoomName;
import dev.confab.chat.room.RoomRef;
import dev.confab.chat.room.Visibility;
import dev.confab.common.error.ConfabException;
import dev.confab.common.error.ErrorCode;
import dev.confab.common.identity.UserIdentity;
import jakarta.enterprise.context.ApplicationScoped;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.UUID;
import org.jspecify.annotations.Nullable;

/**
 * Shows rooms as one user sees them: one statement and one round trip to Redis, whatever the size of the page. Methods
 * block: call them on a virtual thread.
 */
@ApplicationScoped
public class LobbyService {

    /** In code points; enough for the line under a room's name. */
    private static final int LAST_MESSAGE_LENGTH = 200;

    private static final TypeReference<List<LobbyRoom.Person>> PEOPLE = new TypeReference<>() {};

    private final LobbyRepository rooms;
    private final PresenceService presence;
    private final ObjectMapper json;

    LobbyService(LobbyRepository rooms, PresenceService presence, ObjectMapper json) {
        this.rooms = rooms;
        this.presence = presence;
        this.json = json;
    }

    /**
     * The rooms that the user may see, newest activity first. A room in which something happens moves to the front; so
     * while somebody pages, no room appears twice.
     *
     * @param search what the names must contain, case does not matter; null for all
     * @param kinds  the kinds of rooms that are wanted
     * @param after  {@code next} of the page before; null for the first page
     * @throws ConfabException {@code invalid_request} when {@code after} is no cursor of this list
     */
    public Page<LobbyRoom> page(
            UserIdentity user, @Nullable String search, Set<RoomKind> kinds, @Nullable String after, int limit) {
        LobbyCursor cursor = after == null
                ? null
                : LobbyCursor.decode(after)
                        .orElseThrow(() -> ConfabException.invalid("after", "is not a cursor of this list"));
        List<LobbyRow> found = rooms.page(user, searchForm(search), kinds, cursor, limit + 1);
        boolean more = found.size() > limit;
        List<LobbyRow> page = more ? found.subList(0, limit) : found;
        Map<UUID, Integer> online =
                presence.counts(page.stream().map(LobbyRow::id).toList());
        return new Page<>(
                page.stream().map(row -> seen(row, online)).toList(),
                more ? page.getLast().cursor().encoded() : null);
    }

    /** One room, whose visibility to the user has been checked. */
    public LobbyRoom room(UserIdentity user, RoomRef room) {
        LobbyRow row = rooms.room(user, room.id())
                .orElseThrow(() -> new ConfabException(ErrorCode.ROOM_NOT_FOUND, "There is no such room."));
        return seen(row, presence.counts(List.of(room.id())));
    }

    private static String searchForm(@Nullable String search) {
        if (search == null) {
            return "";
        }
        // The database refuses NUL, and no name contains one or is longer than a name can be.
        if (search.indexOf('\0') >= 0 || search.length() > 2 * RoomName.MAX_LENGTH) {
            throw ConfabException.invalid("q", "cannot be part of a room's name");
        }
        return RoomName.searchForm(search);
    }

    private LobbyRoom seen(LobbyRow row, Map<UUID, Integer> online) {
        return new LobbyRoom(
                row.id(),
                row.name(),
                row.visibility().wireName(),
                row.createdAt(),
                row.lastEventAt(),
                online.getOrDefault(row.id(), 0),
                row.unread(),
                row.lastSeq(),
                lastMessage(row),
                row.membership() != null,
                row.kind().wireName(),
                row.topic(),
                row.slowModeSeconds(),
                row.retentionDays(),
                row.defaultRole().wireName(),
                roleIn(row),
                row.closedAt(),
                row.closedReason(),
                people(row.people()));
    }

    private static @Nullable String roleIn(LobbyRow row) {
        MemberRole role = row.membership();
        if (role == null && row.visibility() == Visibility.PUBLIC) {
            role = row.defaultRole();
        }
        return role == null ? null : role.wireName();
    }

    private @Nullable List<LobbyRoom.Person> people(@Nullable String people) {
        try {
            return people == null ? null : json.readValue(people, PEOPLE);
        } catch (JsonProcessingException impossible) {
            throw new IllegalStateException("people are not what the database wrote", impossible);
        }
    }

    private LobbyRoom.@Nullable LastMessage lastMessage(LobbyRow row) {
        String author = row.lastAuthor();
        String text = row.lastText();
        Instant saidAt = row.lastSaidAt();
        if (author == null || text == null || saidAt == null) {
            return null;
        }
        return new LobbyRoom.LastMessage(author, shortened(text), saidAt);
    }

    private static String shortened(String text) {
        if (text.codePointCount(0, text.length()) <= LAST_MESSAGE_LENGTH) {
            return text;
        }
        return text.substring(0, text.offsetByCodePoints(0, LAST_MESSAGE_LENGTH)) + "\u2026";
    }
}
