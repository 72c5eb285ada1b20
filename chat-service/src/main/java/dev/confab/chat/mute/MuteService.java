package dev.confab.chat.mute;

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
import java.util.UUID;
import org.jspecify.annotations.Nullable;

/**
 * Mutes rooms, and tells all devices of the user by a personal event in the same transaction. A mute ends by itself when
 * its time is over: no event says so. Methods block: call them on a virtual thread.
 */
@ApplicationScoped
class MuteService {

    private final RoomAccess access;
    private final MuteRepository mutes;
    private final PersonalEvents events;
    private final StreamLog log;
    private final InstantSource clock;

    MuteService(RoomAccess access, MuteRepository mutes, PersonalEvents events, StreamLog log, InstantSource clock) {
        this.access = access;
        this.mutes = mutes;
        this.events = events;
        this.log = log;
        this.clock = clock;
    }

    /** @param until when it ends; null: when it is lifted */
    @Transactional
    void mute(String roomName, UserIdentity user, @Nullable Instant until) {
        RoomRef room = room(roomName, user);
        if (until != null && !until.isAfter(clock.instant())) {
            throw ConfabException.invalid("until", "must be in the future");
        }
        Instant end = until == null ? null : until.truncatedTo(ChronoUnit.MILLIS);
        if (mutes.mute(user.id(), room.id(), end)) {
            log.appendInTransaction(events.own(user, "room.muted", new Muted(room.name(), room.id(), end)));
        }
    }

    @Transactional
    void unmute(String roomName, UserIdentity user) {
        RoomRef room = room(roomName, user);
        if (mutes.unmute(user.id(), room.id())) {
            log.appendInTransaction(events.own(user, "room.unmuted", new Unmuted(room.name(), room.id())));
        }
    }

    private RoomRef room(String roomName, UserIdentity user) {
        if (user.isGuest()) {
            throw new ConfabException(ErrorCode.FORBIDDEN, "Guests are not notified of anything.");
        }
        return access.require(roomName, user, AccessMode.READ);
    }

    private record Muted(String room, UUID roomId, @Nullable Instant until) {}

    private record Unmuted(String room, UUID roomId) {}
}
