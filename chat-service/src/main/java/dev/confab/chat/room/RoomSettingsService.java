package dev.confab.chat.room;

import com.fasterxml.jackson.databind.JsonNode;
import dev.confab.common.error.ConfabException;
import dev.confab.common.error.ErrorCode;
import dev.confab.common.identity.UserIdentity;
import dev.confab.common.stream.StreamLog;
import jakarta.enterprise.context.ApplicationScoped;
import jakarta.transaction.Transactional;
import java.time.Instant;
import java.time.InstantSource;
import java.time.temporal.ChronoUnit;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/**
 * Changes the settings of rooms. The changed ones are told in {@code room.updated}, in the transaction of the change, but
 * for banned words, of which only is told that they changed. Methods block: call them on a virtual thread.
 */
@ApplicationScoped
public class RoomSettingsService {

    private static final int MAX_TOPIC = 250;
    private static final int MAX_SLOW_MODE = 6 * 60 * 60;
    private static final int MAX_WORDS = 200;
    private static final int MAX_WORD = 100;
    private static final int MAX_DAYS = 36_500;

    private final RoomAccess access;
    private final RoomRepository rooms;
    private final RoomEvents events;
    private final StreamLog log;
    private final InstantSource clock;

    RoomSettingsService(
            RoomAccess access, RoomRepository rooms, RoomEvents events, StreamLog log, InstantSource clock) {
        this.access = access;
        this.rooms = rooms;
        this.events = events;
        this.log = log;
        this.clock = clock;
    }

    /**
     * Changes what is given and different. When nothing is, nothing is told.
     *
     * @throws ConfabException {@code room_not_found}, {@code forbidden}; {@code invalid_request} naming the field;
     *     {@code conflict} for a direct conversation, and for a conversation that shall become public
     */
    @Transactional
    public RoomRef change(String roomName, RoomSettings wanted, UserIdentity actor) {
        AccessMode mode = wanted.onlySlowMode() ? AccessMode.MODERATE : AccessMode.MANAGE;
        rooms.lockMembership(access.require(roomName, actor, mode).id());
        RoomRef ref = access.require(roomName, actor, mode);
        if (ref.kind() == RoomKind.DIRECT) {
            throw new ConfabException(ErrorCode.CONFLICT, "A direct conversation has no settings.");
        }
        Room room = rooms.findById(ref.id());
        Map<String, Object> changed = new LinkedHashMap<>();
        changeTopic(room, wanted, changed);
        changeVisibility(room, wanted, changed);
        changeSlowMode(room, wanted, changed);
        changeWords(room, wanted, changed);
        changeRetention(room, wanted, changed);
        changeDefaultRole(room, wanted, changed);
        if (!changed.isEmpty()) {
            rooms.flush();
            Instant now = clock.instant().truncatedTo(ChronoUnit.MILLIS);
            rooms.changed(ref.id(), now);
            log.appendInTransaction(events.updated(ref, actor, changed));
        }
        return room.ref();
    }

    /**
     * The words that messages must not contain there.
     *
     * @throws ConfabException {@code room_not_found}, {@code forbidden} for all but moderators
     */
    @Transactional
    public List<String> bannedWords(String roomName, UserIdentity actor) {
        RoomRef room = access.require(roomName, actor, AccessMode.MODERATE);
        return List.copyOf(rooms.findById(room.id()).bannedWords());
    }

    private static void changeTopic(Room room, RoomSettings wanted, Map<String, Object> changed) {
        if (wanted.topic() != null) {
            String topic = ShortText.optional("topic", wanted.topic(), MAX_TOPIC);
            if (room.changeTopic(topic)) {
                changed.put("topic", topic);
            }
        }
    }

    private static void changeVisibility(Room room, RoomSettings wanted, Map<String, Object> changed) {
        if (wanted.visibility() != null) {
            Visibility visibility = Visibility.ofWireName(wanted.visibility())
                    .orElseThrow(() -> ConfabException.invalid("visibility", "must be 'public' or 'private'"));
            if (room.kind().isConversation() && visibility == Visibility.PUBLIC) {
                throw new ConfabException(ErrorCode.CONFLICT, "A conversation cannot become public.");
            }
            if (room.changeVisibility(visibility)) {
                changed.put("visibility", visibility.wireName());
            }
        }
    }

    private static void changeSlowMode(Room room, RoomSettings wanted, Map<String, Object> changed) {
        Integer seconds = wanted.slowModeSeconds();
        if (seconds != null) {
            if (seconds < 0 || seconds > MAX_SLOW_MODE) {
                throw ConfabException.invalid("slowModeSeconds", "must be between 0 and " + MAX_SLOW_MODE);
            }
            if (room.changeSlowMode(seconds)) {
                changed.put("slowModeSeconds", seconds);
            }
        }
    }

    private static void changeWords(Room room, RoomSettings wanted, Map<String, Object> changed) {
        if (wanted.bannedWords() != null && room.changeBannedWords(checkedWords(wanted.bannedWords()))) {
            changed.put("bannedWordsChanged", true);
        }
    }

    private static List<String> checkedWords(List<String> wanted) {
        if (wanted.size() > MAX_WORDS) {
            throw ConfabException.invalid("bannedWords", "must be " + MAX_WORDS + " words at most");
        }
        List<String> words = wanted.stream()
                .map(word -> ShortText.require("bannedWords", word, MAX_WORD))
                .distinct()
                .toList();
        try {
            new BannedWords(words);
        } catch (IllegalArgumentException nothing) {
            throw ConfabException.invalid("bannedWords", "must each have a letter or a digit");
        }
        return words;
    }

    private static void changeRetention(Room room, RoomSettings wanted, Map<String, Object> changed) {
        JsonNode value = wanted.retentionDays();
        if (value != null) {
            if (!value.isNull() && !(value.isInt() && value.intValue() >= 1 && value.intValue() <= MAX_DAYS)) {
                throw ConfabException.invalid("retentionDays", "must be null or between 1 and " + MAX_DAYS);
            }
            Integer days = value.isNull() ? null : value.intValue();
            if (room.changeRetention(days)) {
                changed.put("retentionDays", days);
            }
        }
    }

    private static void changeDefaultRole(Room room, RoomSettings wanted, Map<String, Object> changed) {
        if (wanted.defaultRole() != null) {
            MemberRole role = MemberRole.ofWireName(wanted.defaultRole())
                    .filter(given -> given == MemberRole.MEMBER || given == MemberRole.READ_ONLY)
                    .orElseThrow(() -> ConfabException.invalid("defaultRole", "must be 'member' or 'read_only'"));
            if (room.changeDefaultRole(role)) {
                changed.put("defaultRole", role.wireName());
            }
        }
    }
}
