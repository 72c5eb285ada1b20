package dev.confab.chat.marker;

import dev.confab.chat.hint.RoomHintService;
import dev.confab.chat.marker.ReadMarkerRepository.Behind;
import dev.confab.chat.marker.ReadMarkerRepository.Place;
import dev.confab.chat.personal.Person;
import dev.confab.chat.personal.PersonalEvents;
import dev.confab.chat.room.RoomKind;
import dev.confab.chat.room.RoomRef;
import dev.confab.common.error.ConfabException;
import dev.confab.common.error.ErrorCode;
import dev.confab.common.identity.UserIdentity;
import dev.confab.common.stream.AppendRequest;
import dev.confab.common.stream.StreamLog;
import dev.confab.common.stream.StreamPosition;
import dev.confab.common.transaction.CallerTransaction;
import jakarta.enterprise.context.ApplicationScoped;
import jakarta.transaction.Transactional;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.UUID;

/** Moves read markers, and counts what is behind them. */
@ApplicationScoped
public class ReadMarkerService {

    private static final String ROOM_READ = "room.read";

    private final ReadMarkerRepository markers;
    private final StreamLog log;
    private final PersonalEvents events;
    private final RoomHintService hints;
    private final CallerTransaction transaction;
    private final InstantSource clock;

    ReadMarkerService(
            ReadMarkerRepository markers,
            StreamLog log,
            PersonalEvents events,
            RoomHintService hints,
            CallerTransaction transaction,
            InstantSource clock) {
        this.markers = markers;
        this.log = log;
        this.events = events;
        this.hints = hints;
        this.transaction = transaction;
        this.clock = clock;
    }

    /**
     * Moves the user's marker in that room forward to {@code seq}, at most to the top of the room's stream, and
     * tells all devices of the user by a personal event {@code room.read}, in one transaction. A marker never goes
     * back by this: an older {@code seq} changes nothing and sends nothing. Blocks; call it on a virtual thread.
     *
     * @throws ConfabException {@code invalid_request} when {@code seq} is negative, {@code forbidden} for guests
     */
    @Transactional
    public void advance(RoomRef room, UserIdentity user, long seq) {
        if (seq < 0) {
            throw ConfabException.invalid("seq", "must not be negative");
        }
        requireAccount(user);
        long reached = Math.min(seq, top(room));
        if (reached > 0 && markers.advance(user.id(), room.id(), reached, clock.instant())) {
            tell(List.of(new ReadAdvance(room, user, reached)));
        }
    }

    /**
     * Does so for many users and rooms at once, each pair of which may occur once, in one transaction; but not for what the
     * user has marked as unread since it was there to be seen.
     */
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
        if (!reached.isEmpty()) {
            tell(markers.advanceAll(reached, clock.instant()));
        }
    }

    /**
     * Puts the user's marker right before {@code seq}, forward or back, so that this event and all later ones count as
     * unread, and tells all devices of the user as {@link #advance} does. It stays there until the user reads the room
     * anew ({@link #advance}) or has seen something that is newer than all of it. Blocks; call it on a virtual thread.
     *
     * @throws ConfabException {@code invalid_request} when {@code seq} is not positive or beyond the top of the room's
     *     stream, {@code forbidden} for guests
     */
    @Transactional
    public void markUnread(RoomRef room, UserIdentity user, long seq) {
        requireAccount(user);
        long top = top(room);
        if (seq < 1 || seq > top) {
            throw ConfabException.invalid("seq", "must be that of an event of the room");
        }
        if (markers.hold(user.id(), room.id(), seq - 1, top, clock.instant())) {
            tell(List.of(new ReadAdvance(room, user, seq - 1)));
        }
    }

    /** What the user has not read in all rooms. Blocks. */
    List<RoomUnread> unread(UserIdentity user) {
        requireAccount(user);
        return markers.all(user.id(), user.isStaff(), clock.instant());
    }

    private long top(RoomRef room) {
        StreamPosition top = log.positions(List.of(room.id())).get(room.id());
        return top == null ? 0 : top.seq();
    }

    /** Last in a transaction: locks the personal streams. */
    private void tell(List<ReadAdvance> moved) {
        if (moved.isEmpty()) {
            return;
        }
        Map<Place, Behind> behind = markers.behind(moved);
        List<AppendRequest> told = new ArrayList<>();
        for (ReadAdvance marker : moved) {
            Behind left = behind.get(Place.of(marker));
            if (left != null) {
                told.add(events.own(
                        marker.user(),
                        ROOM_READ,
                        new RoomRead(
                                marker.room().name(), marker.room().id(), marker.seq(), left.unread(), left.upTo())));
            }
        }
        if (!told.isEmpty()) {
            log.appendAllInTransaction(told);
            transaction.afterCommit(() -> moved.stream()
                    .filter(marker -> marker.room().kind() != RoomKind.CHANNEL)
                    .forEach(this::showReceipt));
        }
    }

    /** In conversations everybody sees how far the others have read. */
    private void showReceipt(ReadAdvance marker) {
        hints.show(marker.room().id(), "receipt", new Receipt(Person.of(marker.user()), marker.seq()));
    }

    private static void requireAccount(UserIdentity user) {
        if (user.isGuest()) {
            throw new ConfabException(ErrorCode.FORBIDDEN, "Guests have no read markers.");
        }
    }

    /** How far somebody has read a conversation. */
    private record Receipt(Person user, long seq) {}

    /**
     * How far a room is read.
     *
     * @param unread messages of others between {@code seq} and {@code upTo}; 100 means 100 or more
     * @param upTo   the top of the room's stream when they were counted
     */
    private record RoomRead(String room, UUID roomId, long seq, int unread, long upTo) {}
}
