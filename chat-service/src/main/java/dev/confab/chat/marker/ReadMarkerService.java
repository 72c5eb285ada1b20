package dev.confab.chat.marker;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.ObjectMapper;
import dev.confab.chat.room.RoomRef;
import dev.confab.common.error.ConfabException;
import dev.confab.common.error.ErrorCode;
import dev.confab.common.identity.UserIdentity;
import dev.confab.common.request.RequestId;
import dev.confab.common.stream.AppendRequest;
import dev.confab.common.stream.StreamLog;
import dev.confab.common.stream.StreamPosition;
import dev.confab.common.trace.TraceParent;
import jakarta.enterprise.context.ApplicationScoped;
import jakarta.transaction.Transactional;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.UUID;

/** Moves read markers. */
@ApplicationScoped
public class ReadMarkerService {

    private static final String ROOM_READ = "room.read";

    private final ReadMarkerRepository markers;
    private final StreamLog log;
    private final ObjectMapper json;
    private final InstantSource clock;

    ReadMarkerService(ReadMarkerRepository markers, StreamLog log, ObjectMapper json, InstantSource clock) {
        this.markers = markers;
        this.log = log;
        this.json = json;
        this.clock = clock;
    }

    /**
     * Moves the user's marker in that room forward to {@code seq}, at most to the top of the room's stream, and
     * tells all devices of the user by a personal event {@code room.read}, in one transaction. A marker never goes
     * back: an older {@code seq} changes nothing and sends nothing. Blocks; call it on a virtual thread.
     *
     * @throws ConfabException {@code invalid_request} when {@code seq} is negative, {@code forbidden} for guests
     */
    @Transactional
    public void advance(RoomRef room, UserIdentity user, long seq) {
        if (seq < 0) {
            throw ConfabException.invalid("seq", "must not be negative");
        }
        if (user.isGuest()) {
            throw new ConfabException(ErrorCode.FORBIDDEN, "Guests have no read markers.");
        }
        StreamPosition top = log.positions(List.of(room.id())).get(room.id());
        long reached = top == null ? 0 : Math.min(seq, top.seq());
        if (reached > 0 && markers.advance(user.id(), room.id(), reached, clock.instant())) {
            log.appendInTransaction(roomRead(room, user, reached));
        }
    }

    /** Does so for many users and rooms at once, each pair of which may occur once, in one transaction. */
    @Transactional
    void advanceAll(List<ReadAdvance> advances) {
        Map<UUID, StreamPosition> tops = log.positions(
                advances.stream().map(advance -> advance.room().id()).distinct().toList());
        List<ReadAdvance> reached = new ArrayList<>();
        for (ReadAdvance advance : advances) {
            StreamPosition top = tops.get(advance.room().id());
            if (top != null && top.seq() > 0 && advance.seq() > 0) {
                reached.add(advance.upTo(top.seq()));
            }
        }
        if (reached.isEmpty()) {
            return;
        }
        List<AppendRequest> events = markers.advanceAll(reached, clock.instant()).stream()
                .map(moved -> roomRead(moved.room(), moved.user(), moved.seq()))
                .toList();
        if (!events.isEmpty()) {
            log.appendAllInTransaction(events);
        }
    }

    /** A user's personal stream has the user's id. */
    private AppendRequest roomRead(RoomRef room, UserIdentity user, long seq) {
        RequestId cause = RequestId.current();
        try {
            return new AppendRequest(
                    user.id(),
                    ROOM_READ,
                    user.id(),
                    user.username(),
                    null,
                    json.writeValueAsString(new RoomRead(room.name(), room.id(), seq)),
                    cause == null ? null : cause.value(),
                    TraceParent.currentValue());
        } catch (JsonProcessingException impossible) {
            throw new IllegalStateException("a record of texts has no JSON form", impossible);
        }
    }

    private record RoomRead(String room, UUID roomId, long seq) {}
}
