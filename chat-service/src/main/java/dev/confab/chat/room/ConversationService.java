package dev.confab.chat.room;

import dev.confab.chat.auth.AccountDirectory;
import dev.confab.chat.room.RoomEvents.Person;
import dev.confab.common.error.ConfabException;
import dev.confab.common.error.ErrorCode;
import dev.confab.common.identity.UserIdentity;
import dev.confab.common.stream.AppendRequest;
import dev.confab.common.stream.StreamKind;
import dev.confab.common.stream.StreamLog;
import jakarta.enterprise.context.ApplicationScoped;
import jakarta.transaction.Transactional;
import java.time.Instant;
import java.time.InstantSource;
import java.time.temporal.ChronoUnit;
import java.util.ArrayList;
import java.util.Collection;
import java.util.List;
import java.util.TreeSet;
import java.util.UUID;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/**
 * Begins conversations. The one of two people exists once, however often and by whom it is begun; every other one is
 * new. Methods block: call them on a virtual thread.
 */
@ApplicationScoped
public class ConversationService {

    /** How many people a conversation may have. */
    static final int MAX_PEOPLE = 50;

    private final AccountDirectory accounts;
    private final RoomRepository rooms;
    private final RoomService creation;
    private final MemberRepository members;
    private final RoomEvents events;
    private final StreamLog log;
    private final InstantSource clock;

    ConversationService(
            AccountDirectory accounts,
            RoomRepository rooms,
            RoomService creation,
            MemberRepository members,
            RoomEvents events,
            StreamLog log,
            InstantSource clock) {
        this.accounts = accounts;
        this.rooms = rooms;
        this.creation = creation;
        this.members = members;
        this.events = events;
        this.log = log;
        this.clock = clock;
    }

    /** A conversation, and whether it was begun just now. */
    public record Begun(RoomRef room, boolean fresh) {}

    /**
     * The conversation of the caller with these people: one of two people if it is one person, else a new group, which
     * the caller owns.
     *
     * @throws ConfabException {@code invalid_request} for nobody, oneself alone, or too many; {@code user_not_found};
     *     {@code rate_limited} when the caller has created too many rooms lately
     */
    @Transactional
    public Begun begin(Collection<String> usernames, UserIdentity caller) {
        // In the order of names, so that two who begin at the same time lock accounts in the same order.
        TreeSet<String> names = new TreeSet<>(usernames);
        names.add(caller.username());
        List<Person> others = names.stream()
                .map(name -> accounts.holdByName(name)
                        .map(Person::of)
                        .orElseThrow(() -> new ConfabException(
                                ErrorCode.USER_NOT_FOUND, "There is no user of the name " + name + ".")))
                .filter(person -> !person.id().equals(caller.id()))
                .distinct()
                .toList();
        if (others.isEmpty() || others.size() >= MAX_PEOPLE) {
            throw ConfabException.invalid("usernames", "must be 1 to " + (MAX_PEOPLE - 1) + " other people");
        }
        return others.size() == 1 ? direct(others.getFirst(), caller) : group(others, caller);
    }

    private Begun direct(Person other, UserIdentity caller) {
        String pair = pairOf(caller.id(), other.id());
        return rooms.findPair(pair)
                .map(room -> new Begun(room.ref(), false))
                .orElseGet(() -> newDirect(pair, other, caller));
    }

    private Begun newDirect(String pair, Person other, UserIdentity caller) {
        creation.requirePermit(caller);
        Room room = room(RoomKind.DIRECT, "dm_", pair, caller);
        if (!rooms.insertIfAbsent(room)) {
            // The other one began it at the same time.
            return rooms.findPair(pair)
                    .map(theirs -> new Begun(theirs.ref(), false))
                    .orElseThrow(() -> new ConfabException(ErrorCode.UNAVAILABLE, "Try again."));
        }
        fill(room.ref(), List.of(Person.of(caller), other), caller, MemberRole.MEMBER);
        return new Begun(room.ref(), true);
    }

    private Begun group(List<Person> others, UserIdentity caller) {
        creation.requirePermit(caller);
        Room room = room(RoomKind.GROUP, "group_", null, caller);
        rooms.insertIfAbsent(room);
        List<Person> people =
                Stream.concat(Stream.of(Person.of(caller)), others.stream()).toList();
        fill(room.ref(), people, caller, MemberRole.OWNER);
        return new Begun(room.ref(), true);
    }

    private Room room(RoomKind kind, String prefix, @Nullable String pair, UserIdentity caller) {
        UUID id = UUID.randomUUID();
        RoomName name = new RoomName(prefix + id.toString().replace("-", ""));
        return new Room(id, name, Visibility.PRIVATE, kind, pair, caller.id(), now());
    }

    private void fill(RoomRef room, List<Person> people, UserIdentity caller, MemberRole callersRole) {
        List<AppendRequest> told = new ArrayList<>();
        told.add(events.created(room, caller));
        for (Person person : people) {
            MemberRole role = person.id().equals(caller.id()) ? callersRole : MemberRole.MEMBER;
            members.add(room.id(), person.id(), role, now());
            told.add(events.memberAdded(room, caller, person, role));
            told.add(events.roomJoined(room, caller, person));
        }
        log.create(room.id(), StreamKind.ROOM, room.name());
        log.appendAllInTransaction(told);
    }

    private Instant now() {
        return clock.instant().truncatedTo(ChronoUnit.MILLIS);
    }

    private static String pairOf(UUID one, UUID other) {
        String first = one.toString();
        String second = other.toString();
        return first.compareTo(second) < 0 ? first + ":" + second : second + ":" + first;
    }
}
