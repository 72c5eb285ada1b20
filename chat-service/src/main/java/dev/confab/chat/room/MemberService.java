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
import java.util.UUID;

/**
 * Changes who is what in which room. Every change and its event are one transaction. The order of locks is the
 * account of a new member, the room's row, its members, its stream; so changes of one room's members come one after the other, and a room always
 * keeps an owner. Methods block: call them on a virtual thread.
 */
@ApplicationScoped
public class MemberService {

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
        RoomStanding seen = access.standing(roomName, actor);
        AccessMode mode = requiredFor(seen.room(), role);
        seen.require(mode);
        requireRoles(seen.room());
        Optional<Person> held = accounts.holdByName(username).map(Person::of);
        RoomRef room = lockFor(mode, roomName, actor);
        Person person = held.orElseThrow(() -> new ConfabException(ErrorCode.USER_NOT_FOUND, "There is no such user."));
        requireNotBanned(room, person.id());
        Optional<RoomMember> present = members.find(room.id(), person.id());
        if (present.isPresent() && mode != AccessMode.MANAGE) {
            access.require(roomName, actor, AccessMode.MANAGE);
        }
        if (present.isEmpty()) {
            requireSpace(room);
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
        Optional<Person> person = accounts.findByName(username).map(Person::of);
        boolean self = person.isPresent() && person.get().id().equals(actor.id());
        RoomRef room = self ? lock(seen) : lockFor(AccessMode.MANAGE, roomName, actor);
        Person leaving = person.orElseThrow(MemberService::noSuchMember);
        RoomMember present = members.find(room.id(), leaving.id()).orElseThrow(MemberService::noSuchMember);
        List<AppendRequest> told = new ArrayList<>();
        if (self && room.kind() == RoomKind.GROUP) {
            told.addAll(passOn(room, present, actor));
        } else {
            keepAnOwner(present);
        }
        members.remove(present);
        rooms.changed(room.id(), now());
        RemovalReason reason = self ? RemovalReason.LEFT : RemovalReason.REMOVED;
        told.add(events.memberRemoved(room, actor, leaving, reason, null));
        told.add(events.roomLeft(room, actor, leaving, reason));
        log.appendAllInTransaction(told);
    }

    /** People of a group bring others along; roles are for owners to give. */
    private static AccessMode requiredFor(RoomRef room, MemberRole role) {
        return room.kind() == RoomKind.GROUP && role == MemberRole.MEMBER ? AccessMode.POST : AccessMode.MANAGE;
    }

    private void requireSpace(RoomRef room) {
        if (room.kind() == RoomKind.GROUP && members.count("roomId", room.id()) >= ConversationService.MAX_PEOPLE) {
            throw new ConfabException(
                    ErrorCode.CONFLICT, "A group has " + ConversationService.MAX_PEOPLE + " people at most.");
        }
    }

    /** A room into which somebody was invited. */
    public record Invited(UUID roomId, String room) {}

    /**
     * Locks a room's members for a moderator who invites somebody, in the caller's transaction.
     *
     * @throws ConfabException {@code room_not_found}, {@code forbidden}; {@code conflict} for direct conversations
     */
    @Transactional
    public RoomRef lockForInviting(String roomName, UserIdentity host) {
        return lockFor(AccessMode.MODERATE, roomName, host);
    }

    /**
     * Whether somebody can be invited into a locked room.
     *
     * @throws ConfabException {@code conflict} for members and for people who are banned there
     */
    @Transactional
    public void requireInvitable(RoomRef room, AccountState guest) {
        requireNotBanned(room, guest.id());
        if (members.find(room.id(), guest.id()).isPresent()) {
            throw new ConfabException(ErrorCode.CONFLICT, "This user is a member already.");
        }
    }

    /** Keeps everybody else from changing the room's members until the caller's transaction ends. */
    @Transactional
    public void lock(UUID roomId) {
        rooms.lockMembership(roomId);
    }

    /**
     * Makes somebody a member who was invited, in the caller's transaction, which has locked the account and the room.
     *
     * @return what is to be told, at the end of the transaction; empty for who is a member already
     * @throws ConfabException {@code banned_from_room}; {@code conflict} for a full group; {@code room_not_found}
     */
    @Transactional
    public List<AppendRequest> admit(Invited invited, UserIdentity guest) {
        Room room = rooms.findByIdOptional(invited.roomId())
                .orElseThrow(() -> new ConfabException(ErrorCode.ROOM_NOT_FOUND, "There is no such room."));
        if (bans.find(room.id(), guest.id()).filter(ban -> ban.holdsAt(now())).isPresent()) {
            throw new ConfabException(ErrorCode.BANNED_FROM_ROOM, "You are banned from this room.");
        }
        if (members.find(room.id(), guest.id()).isPresent()) {
            return List.of();
        }
        requireSpace(room.ref());
        members.add(room.id(), guest.id(), room.defaultRole(), now());
        rooms.changed(room.id(), now());
        Person person = Person.of(guest);
        return List.of(
                events.memberAdded(room.ref(), guest, person, room.defaultRole()),
                events.roomJoined(room.ref(), guest, person));
    }

    /** Whether somebody gave the user a role there. */
    public boolean isMember(UUID roomId, UserIdentity user) {
        return members.find(roomId, user.id()).isPresent();
    }

    private void requireNotBanned(RoomRef room, UUID user) {
        if (bans.find(room.id(), user).filter(ban -> ban.holdsAt(now())).isPresent()) {
            throw new ConfabException(ErrorCode.CONFLICT, "This user is banned from the room; lift the ban first.");
        }
    }

    private RoomRef lockFor(AccessMode mode, String roomName, UserIdentity actor) {
        RoomRef room = lock(access.require(roomName, actor, mode));
        // Again, because waiting for the lock may have ended the actor's own membership.
        return access.require(room.name(), actor, mode);
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

    private Instant now() {
        return clock.instant().truncatedTo(ChronoUnit.MILLIS);
    }

    private static ConfabException noSuchMember() {
        return new ConfabException(ErrorCode.USER_NOT_FOUND, "There is no such member.");
    }

    /** Whoever leaves a group hands it on to the one who has been there longest. */
    private List<AppendRequest> passOn(RoomRef room, RoomMember leaving, UserIdentity actor) {
        if (!members.isOnlyOwner(leaving)) {
            return List.of();
        }
        RoomMember heir = members.heirOf(leaving)
                .orElseThrow(() -> new ConfabException(
                        ErrorCode.CONFLICT, "You are the last one here; delete the conversation instead."));
        heir.changeRole(MemberRole.OWNER);
        members.flush();
        Person person = new Person(heir.userId(), members.nameOf(heir));
        return List.of(events.memberAdded(room, actor, person, MemberRole.OWNER));
    }

    private void keepAnOwner(RoomMember leaving) {
        if (members.isOnlyOwner(leaving)) {
            throw new ConfabException(ErrorCode.CONFLICT, "The room needs an owner; name another one first.");
        }
    }
}
