package dev.confab.chat.room;

import dev.confab.common.error.ConfabException;
import dev.confab.common.error.ErrorCode;
import dev.confab.common.identity.UserIdentity;
import dev.confab.common.ratelimit.Decision;
import dev.confab.common.ratelimit.Limit;
import dev.confab.common.ratelimit.RateLimiter;
import dev.confab.common.stream.StreamKind;
import dev.confab.common.stream.StreamLog;
import io.quarkus.narayana.jta.QuarkusTransaction;
import jakarta.enterprise.context.ApplicationScoped;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.time.temporal.ChronoUnit;
import java.util.Optional;
import java.util.UUID;

/** Creates rooms. Methods block: call them on a virtual thread. */
@ApplicationScoped
public class RoomService {

    private static final String CREATING = "room-creations";

    private final RoomRepository rooms;
    private final MemberRepository members;
    private final RoomEvents events;
    private final StreamLog log;
    private final RateLimiter limiter;
    private final Limit limit;
    private final InstantSource clock;

    RoomService(
            RoomRepository rooms,
            MemberRepository members,
            RoomEvents events,
            StreamLog log,
            RateLimiter limiter,
            RoomsConfig config,
            InstantSource clock) {
        this.rooms = rooms;
        this.members = members;
        this.events = events;
        this.log = log;
        this.limiter = limiter;
        this.limit = new Limit(config.creations(), config.creationPeriod());
        this.clock = clock;
    }

    /**
     * Creates a room together with its stream, whose first event is {@code room.created}, in one transaction: nobody
     * ever sees one without the other. The creator becomes its owner. Of any number of callers at the
     * same time one creates the room; the others wait for that one.
     *
     * @param creator somebody with an account
     * @return empty when the name is taken, by a room that the creator may or may not see
     * @throws ConfabException {@code rate_limited} when the creator has created too many rooms lately
     */
    public Optional<RoomRef> create(RoomName name, Visibility visibility, UserIdentity creator) {
        requirePermit(creator);
        return QuarkusTransaction.joiningExisting().call(() -> store(name, visibility, creator));
    }

    /** @throws ConfabException {@code rate_limited} when that user has created too many rooms lately */
    void requirePermit(UserIdentity creator) {
        if (creator.isStaff()) {
            return;
        }
        Decision decision = limiter.tryAcquire(CREATING, creator.id().toString(), limit)
                .await()
                .indefinitely();
        if (decision instanceof Decision.Refused(Duration retryAfter)) {
            throw new ConfabException(ErrorCode.RATE_LIMITED, "You have created too many rooms.", retryAfter);
        }
    }

    private Optional<RoomRef> store(RoomName name, Visibility visibility, UserIdentity creator) {
        Instant now = clock.instant().truncatedTo(ChronoUnit.MILLIS);
        Room room = new Room(UUID.randomUUID(), name, visibility, creator.id(), now);
        if (!rooms.insertIfAbsent(room)) {
            return Optional.empty();
        }
        RoomRef ref = room.ref();
        members.add(ref.id(), creator.id(), MemberRole.OWNER, now);
        log.create(ref.id(), StreamKind.ROOM, ref.name());
        log.appendInTransaction(events.created(ref, creator));
        if (visibility == Visibility.PRIVATE) {
            log.appendInTransaction(events.memberAdded(ref, creator, RoomEvents.Person.of(creator), MemberRole.OWNER));
        }
        return Optional.of(ref);
    }
}
