package dev.confab.chat.room;

import dev.confab.chat.auth.AccountDirectory;
import dev.confab.chat.auth.AccountState;
import dev.confab.chat.room.RoomEvents.Person;
import dev.confab.common.error.ConfabException;
import dev.confab.common.error.ErrorCode;
import dev.confab.common.identity.UserIdentity;
import dev.confab.common.stream.AppendRequest;
import dev.confab.common.stream.StreamLog;
import jakarta.enterprise.context.ApplicationScoped;
import jakarta.transaction.Transactional;
import java.time.Instant;
import java.time.InstantSource;
import java.time.temporal.ChronoUnit;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/**
 * Changes who is what in which room. Every change and its event are one transaction. The order of locks is the
 * account of a new member, the room's row, its members, its stream; so changes of one room's members come one after the other, and a room always
 * keeps an owner. Methods block: call them on a virtual thread.
 */
@ApplicationScoped
class MemberService {

    private final RoomAccess access;
    private final AccountDirectory accounts;
    private final RoomRepository rooms;
    private final MemberRepository members;
    private final BanRepository bans;
    private final RoomEvents events;
    private final StreamLog log;
    private final InstantSource clock;

    MemberService(
            RoomAccess access,
            AccountDirectory accounts,
            RoomRepository rooms,
            MemberRepository members,
            BanRepository bans,
            RoomEvents events,
            StreamLog log,
            InstantSource clock) {
        this.access = access;
        this.accounts = accounts;
        this.rooms = rooms;
        this.members = members;
        this.bans = bans;
        this.events = events;
        this.log = log;
        this.clock = clock;
    }

    /**
     * Makes somebody a member, or changes a member's role. Nothing happens when it is so already.
     *
     * @return whether the user was no member before
     * @throws ConfabException {@code room_not_found}, {@code forbidden}, {@code user_not_found}; {@code conflict} for
     *     direct conversations, for somebody who is banned there, and when the room would lose its only owner
     */
    @Transactional
    boolean put(String roomName, String username, MemberRole role, UserIdentity actor) {
        requireRoles(access.require(roomName, actor, AccessMode.MANAGE));
        Optional<Person> held = accounts.holdByName(username).map(MemberService::person);
        RoomRef room = lockForManaging(roomName, actor);
        Person person = held.orElseThrow(() -> new ConfabException(ErrorCode.USER_NOT_FOUND, "There is no such user."));
        if (bans.find(room.id(), person.id()).filter(ban -> ban.holdsAt(now())).isPresent()) {
            throw new ConfabException(ErrorCode.CONFLICT, "This user is banned from the room; lift the ban first.");
        }
        Optional<RoomMember> present = members.find(room.id(), person.id());
        if (present.isEmpty()) {
            members.add(room.id(), person.id(), role, now());
        } else if (present.get().role() == role) {
            return false;
        } else {
            keepAnOwner(present.get());
            present.get().changeRole(role);
            members.flush();
        }
        rooms.changed(room.id(), now());
        List<AppendRequest> told = new ArrayList<>(List.of(events.memberAdded(room, actor, person, role)));
        if (present.isEmpty()) {
            told.add(events.roomJoined(room, actor, person));
        }
        log.appendAllInTransaction(told);
        return present.isEmpty();
    }

    /**
     * Ends a membership. Members may always end their own.
     *
     * @throws ConfabException {@code room_not_found}, {@code forbidden}; {@code user_not_found} when the user is no
     *     member; {@code conflict} for direct conversations, and when the room would lose its only owner
     */
    @Transactional
    void remove(String roomName, String username, UserIdentity actor) {
        RoomRef seen = access.require(roomName, actor, AccessMode.READ);
        Optional<Person> person = accounts.findByName(username).map(MemberService::person);
        boolean self = person.isPresent() && person.get().id().equals(actor.id());
        RoomRef room = self ? lock(seen) : lockForManaging(roomName, actor);
        Person leaving = person.orElseThrow(MemberService::noSuchMember);
        RoomMember present = members.find(room.id(), leaving.id()).orElseThrow(MemberService::noSuchMember);
        keepAnOwner(present);
        members.remove(present);
        rooms.changed(room.id(), now());
        RemovalReason reason = self ? RemovalReason.LEFT : RemovalReason.REMOVED;
        log.appendAllInTransaction(List.of(
                events.memberRemoved(room, actor, leaving, reason, null),
                events.roomLeft(room, actor, leaving, reason)));
    }

    private RoomRef lockForManaging(String roomName, UserIdentity actor) {
        RoomRef room = lock(access.require(roomName, actor, AccessMode.MANAGE));
        // Again, because waiting for the lock may have ended the actor's own membership.
        return access.require(room.name(), actor, AccessMode.MANAGE);
    }

    private RoomRef lock(RoomRef room) {
        requireRoles(room);
        rooms.lockMembership(room.id());
        return room;
    }

    private static void requireRoles(RoomRef room) {
        if (room.kind() == RoomKind.DIRECT) {
            throw new ConfabException(ErrorCode.CONFLICT, "The two people of a direct conversation do not change.");
        }
    }

    private static Person person(AccountState account) {
        return new Person(account.id(), account.identity().username());
    }

    private Instant now() {
        return clock.instant().truncatedTo(ChronoUnit.MILLIS);
    }

    private static ConfabException noSuchMember() {
        return new ConfabException(ErrorCode.USER_NOT_FOUND, "There is no such member.");
    }

    private void keepAnOwner(RoomMember leaving) {
        if (members.isOnlyOwner(leaving)) {
            throw new ConfabException(ErrorCode.CONFLICT, "The room needs an owner; name another one first.");
        }
    }
}
