package dev.confab.chat.draft;

import dev.confab.chat.personal.PersonalEvents;
import dev.confab.chat.room.AccessMode;
import dev.confab.chat.room.RoomAccess;
import dev.confab.chat.room.RoomRef;
import dev.confab.common.error.ConfabException;
import dev.confab.common.error.ErrorCode;
import dev.confab.common.identity.UserIdentity;
import dev.confab.common.stream.StreamLog;
import jakarta.enterprise.context.ApplicationScoped;
import jakarta.transaction.Transactional;
import java.time.Instant;
import java.time.InstantSource;
import java.time.temporal.ChronoUnit;
import java.util.List;
import java.util.UUID;
import org.jspecify.annotations.Nullable;

/**
 * Keeps drafts, and tells all devices of the user by a personal event in the same transaction: the last one that is saved
 * wins everywhere. Methods block: call them on a virtual thread.
 */
@ApplicationScoped
class DraftService {

    private static final String DRAFT_CHANGED = "draft.changed";

    private final RoomAccess access;
    private final DraftRepository drafts;
    private final PersonalEvents events;
    private final StreamLog log;
    private final DraftConfig config;
    private final InstantSource clock;

    DraftService(
            RoomAccess access,
            DraftRepository drafts,
            PersonalEvents events,
            StreamLog log,
            DraftConfig config,
            InstantSource clock) {
        this.access = access;
        this.drafts = drafts;
        this.events = events;
        this.log = log;
        this.config = config;
        this.clock = clock;
    }

    /**
     * Saves a draft; an empty text deletes it. What changes nothing tells nobody.
     *
     * @throws ConfabException {@code invalid_request}; {@code conflict} when the user has too many
     */
    @Transactional
    void save(String roomName, UserIdentity user, @Nullable String text, @Nullable String threadId) {
        if (user.isGuest()) {
            throw new ConfabException(ErrorCode.FORBIDDEN, "Guests have no drafts.");
        }
        RoomRef room = access.require(roomName, user, AccessMode.READ);
        UUID thread = threadId == null ? null : parsed(threadId);
        String checked = checked(text);
        Instant now = clock.instant().truncatedTo(ChronoUnit.MILLIS);
        boolean changed;
        if (checked.isEmpty()) {
            changed = drafts.delete(user.id(), room.id(), thread);
        } else {
            if (drafts.others(user.id(), room.id(), thread) >= config.maxPerUser()) {
                throw new ConfabException(ErrorCode.CONFLICT, "You have too many drafts.");
            }
            changed = drafts.save(user.id(), room.id(), thread, checked, now);
        }
        if (changed) {
            log.appendInTransaction(
                    events.own(user, DRAFT_CHANGED, new SavedDraft(room.name(), room.id(), thread, checked, now)));
        }
    }

    List<SavedDraft> list(UserIdentity user) {
        return drafts.list(user.id(), user.isStaff());
    }

    private String checked(@Nullable String text) {
        if (text == null) {
            throw ConfabException.invalid("text", "is missing");
        }
        if (text.codePointCount(0, text.length()) > config.maxLength()) {
            throw ConfabException.invalid("text", "is longer than " + config.maxLength() + " characters");
        }
        if (text.codePoints().anyMatch(c -> c == 0 || (c >= Character.MIN_SURROGATE && c <= Character.MAX_SURROGATE))) {
            throw ConfabException.invalid("text", "contains what cannot be stored");
        }
        return text;
    }

    private static UUID parsed(String id) {
        try {
            return UUID.fromString(id);
        } catch (IllegalArgumentException noId) {
            throw ConfabException.invalid("threadId", "must be the id of a message");
        }
    }
}
