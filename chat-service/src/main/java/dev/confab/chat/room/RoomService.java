package dev.confab.chat.room;

import dev.confab.chat.auth.UserIdentity;
import dev.confab.common.stream.StreamKind;
import dev.confab.common.stream.StreamLog;
import jakarta.enterprise.context.ApplicationScoped;
import jakarta.transaction.Transactional;
import java.time.Instant;
import java.time.InstantSource;
import java.time.temporal.ChronoUnit;
import java.util.Optional;
import java.util.UUID;

/** Creates rooms. Methods block: call them on a virtual thread. */
@ApplicationScoped
public class RoomService {

    private final RoomRepository rooms;
    private final MemberRepository members;
    private final RoomEvents events;
    private final StreamLog log;
    private final InstantSource clock;

    RoomService(RoomRepository rooms, MemberRepository members, RoomEvents events, StreamLog log, InstantSource clock) {
        this.rooms = rooms;
        this.members = members;
        this.events = events;
        this.log = log;
        this.clock = clock;
    }

    /**
     * Creates a room together with its stream, whose first event is {@code room.created}, in one transaction: nobody
     * ever sees one without the other. The creator of a private room becomes its owner. Of any number of callers at the
     * same time one creates the room; the others wait for that one.
     *
     * @param creator somebody with an account
     * @return empty when the name is taken, by a room that the creator may or may not see
     */
    @Transactional
    public Optional<RoomRef> create(RoomName name, Visibility visibility, UserIdentity creator) {
        Instant now = clock.instant().truncatedTo(ChronoUnit.MILLIS);
        Room room = new Room(UUID.randomUUID(), name, visibility, creator.id(), now);
        if (!rooms.insertIfAbsent(room)) {
            return Optional.empty();
        }
        RoomRef ref = room.ref();
        if (visibility == Visibility.PRIVATE) {
            members.add(ref.id(), creator.id(), MemberRole.OWNER, now);
        }
        log.create(ref.id(), StreamKind.ROOM, ref.name());
        log.appendInTransaction(events.created(ref, creator));
        if (visibility == Visibility.PRIVATE) {
            RoomEvents.Person owner = new RoomEvents.Person(creator.id(), creator.username());
            log.appendInTransaction(events.memberAdded(ref, creator, owner, MemberRole.OWNER));
        }
        return Optional.of(ref);
    }
}
