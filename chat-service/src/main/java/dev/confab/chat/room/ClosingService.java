package dev.confab.chat.room;

import dev.confab.common.error.ConfabException;
import dev.confab.common.error.ErrorCode;
import dev.confab.common.identity.UserIdentity;
import dev.confab.common.stream.StreamLog;
import jakarta.enterprise.context.ApplicationScoped;
import jakarta.transaction.Transactional;
import java.time.Instant;
import java.time.InstantSource;
import java.time.temporal.ChronoUnit;
import org.jspecify.annotations.Nullable;

/**
 * Ends what goes on in a room: everyone who is there is disconnected and told why. A change and its event are one
 * transaction. Methods block: call them on a virtual thread.
 */
@ApplicationScoped
public class ClosingService {

    private static final int MAX_REASON = 120;

    private final RoomAccess access;
    private final RoomRepository rooms;
    private final RoomEvents events;
    private final StreamLog log;
    private final InstantSource clock;

    ClosingService(RoomAccess access, RoomRepository rooms, RoomEvents events, StreamLog log, InstantSource clock) {
        this.access = access;
        this.rooms = rooms;
        this.events = events;
        this.log = log;
        this.clock = clock;
    }

    /**
     * Disconnects everyone who is in the room, on every node. They may come back; where {@code archive} is set, only to
     * read, until the room is opened again.
     *
     * @throws ConfabException {@code room_not_found}, {@code forbidden}; {@code invalid_request} without a reason
     */
    @Transactional
    public void close(String roomName, @Nullable String reason, boolean archive, UserIdentity actor) {
        String text = ShortText.require("reason", reason, MAX_REASON);
        RoomRef room = lock(roomName, actor);
        Instant now = now();
        if (archive) {
            rooms.update("closedAt = coalesce(closedAt, ?1) where id = ?2", now, room.id());
        }
        rooms.changed(room.id(), now);
        log.appendInTransaction(events.closed(room, actor, text, archive));
    }

    /**
     * Lets people post again.
     *
     * @throws ConfabException {@code room_not_found}, {@code forbidden}; {@code conflict} when the room is open
     */
    @Transactional
    public void reopen(String roomName, UserIdentity actor) {
        RoomRef room = lock(roomName, actor);
        if (rooms.update("closedAt = null where id = ?1 and closedAt is not null", room.id()) == 0) {
            throw new ConfabException(ErrorCode.CONFLICT, "The room is open.");
        }
        rooms.changed(room.id(), now());
        log.appendInTransaction(events.reopened(room, actor));
    }

    /** Looked up again after waiting for the lock, which may have ended the room, or the actor's role. */
    private RoomRef lock(String roomName, UserIdentity actor) {
        rooms.lockMembership(access.require(roomName, actor, AccessMode.MANAGE).id());
        return access.require(roomName, actor, AccessMode.MANAGE);
    }

    private Instant now() {
        return clock.instant().truncatedTo(ChronoUnit.MILLIS);
    }
}
