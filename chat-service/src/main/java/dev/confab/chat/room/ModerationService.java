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
import org.jspecify.annotations.Nullable;

/**
 * Sends people out of rooms. Their open connections leave the room, on every node, when its event arrives there. Every
 * change and its events are one transaction, with the locks in the order of {@link MemberService}. Methods block: call
 * them on a virtual thread.
 */
@ApplicationScoped
public class ModerationService {

    private static final int MAX_REASON = 200;

    private final RoomAccess access;
    private final AccountDirectory accounts;
    private final RoomRepository rooms;
    private final MemberRepository members;
    private final BanRepository bans;
    private final RoomEvents events;
    private final StreamLog log;
    private final InstantSource clock;

    ModerationService(
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
     * Sends somebody out, who may come back where the room is public. In a private room the membership ends; in a public
     * one a role ends, unless it is {@code read_only}, which holds for whoever comes back.
     *
     * @throws ConfabException {@code room_not_found}, {@code forbidden}, {@code user_not_found} for unknown people and, in
     *     private rooms, for those who are no members; {@code conflict} for oneself, in direct conversations and when the
     *     room would lose its only owner
     */
    @Transactional
    public void kick(String roomName, String username, @Nullable String reason, UserIdentity actor) {
        String text = ShortText.optional("reason", reason, MAX_REASON);
        Target target = lock(roomName, username, actor);
        RoomRef room = target.room();
        RoomMember member = target.member();
        if (member == null && room.visibility() == Visibility.PRIVATE) {
            throw new ConfabException(ErrorCode.USER_NOT_FOUND, "There is no such member.");
        }
        List<AppendRequest> told = new ArrayList<>();
        told.add(events.memberRemoved(room, actor, target.person(), RemovalReason.KICKED, text));
        if (member != null && room.visibility() == Visibility.PUBLIC && member.role() == MemberRole.READ_ONLY) {
            told.add(events.memberAdded(room, actor, target.person(), MemberRole.READ_ONLY));
        } else if (member != null) {
            end(member);
            told.add(events.roomLeft(room, actor, target.person(), RemovalReason.KICKED));
        }
        rooms.changed(room.id(), now());
        log.appendAllInTransaction(told);
    }

    /**
     * Sends somebody out who may not come back until {@code until}, or until the ban is lifted. A second ban replaces the
     * first.
     *
     * @return whether the user was not banned before
     * @throws ConfabException as {@link #kick}, but people need not be members; {@code conflict} in conversations, whose
     *     people are few; {@code invalid_request} for an end in the past
     */
    @Transactional
    public boolean ban(
            String roomName, String username, @Nullable String reason, @Nullable Instant until, UserIdentity actor) {
        return ban(roomName, username, reason, until, actor, List.of());
    }

    /** As the other one, and stores what others are to be told of it: a transaction locks all of its streams at once. */
    @Transactional
    public boolean ban(
            String roomName,
            String username,
            @Nullable String reason,
            @Nullable Instant until,
            UserIdentity actor,
            List<AppendRequest> news) {
        Instant now = now();
        String text = ShortText.optional("reason", reason, MAX_REASON);
        if (until != null && !until.isAfter(now)) {
            throw ConfabException.invalid("until", "must be in the future");
        }
        Instant end = until == null ? null : until.truncatedTo(ChronoUnit.MILLIS);
        Target target = lock(roomName, username, actor);
        RoomRef room = target.room();
        if (room.kind().isConversation()) {
            throw new ConfabException(ErrorCode.CONFLICT, "Nobody can be banned from a conversation.");
        }
        Optional<RoomBan> before = bans.find(room.id(), target.person().id());
        RoomBan ban =
                before.orElseGet(() -> new RoomBan(room.id(), target.person().id()));
        boolean fresh = before.filter(old -> old.holdsAt(now)).isEmpty();
        ban.set(actor.id(), text, end, now);
        bans.persistAndFlush(ban);
        List<AppendRequest> told = new ArrayList<>();
        told.add(events.memberBanned(room, actor, target.person(), end, text));
        if (target.member() != null) {
            end(target.member());
            told.add(events.memberRemoved(room, actor, target.person(), RemovalReason.BANNED, text));
            told.add(events.roomLeft(room, actor, target.person(), RemovalReason.BANNED));
        }
        told.addAll(news);
        rooms.changed(room.id(), now);
        log.appendAllInTransaction(told);
        return fresh;
    }

    /**
     * Lifts a ban. A membership that it ended does not come back.
     *
     * @throws ConfabException {@code room_not_found}, {@code forbidden}; {@code user_not_found} for who is not banned
     */
    @Transactional
    public void unban(String roomName, String username, UserIdentity actor) {
        access.require(roomName, actor, AccessMode.MODERATE);
        Optional<Person> person = accounts.holdByName(username).map(Person::of);
        RoomRef room = lockedStanding(roomName, actor).room();
        Person banned = person.orElseThrow(ModerationService::notBanned);
        RoomBan ban = bans.find(room.id(), banned.id()).orElseThrow(ModerationService::notBanned);
        boolean held = ban.holdsAt(now());
        bans.delete(ban);
        bans.flush();
        if (!held) {
            throw notBanned();
        }
        rooms.changed(room.id(), now());
        log.appendInTransaction(events.memberUnbanned(room, actor, banned));
    }

    /** The account first, then the room, as everybody does. */
    private Target lock(String roomName, String username, UserIdentity actor) {
        access.require(roomName, actor, AccessMode.MODERATE);
        Optional<AccountState> held = accounts.holdByName(username);
        RoomStanding standing = lockedStanding(roomName, actor);
        AccountState account =
                held.orElseThrow(() -> new ConfabException(ErrorCode.USER_NOT_FOUND, "There is no such user."));
        if (standing.room().kind() == RoomKind.DIRECT) {
            throw new ConfabException(ErrorCode.CONFLICT, "The two people of a direct conversation do not change.");
        }
        RoomMember member = members.find(standing.room().id(), account.id()).orElse(null);
        RoomRank.requireAbove(standing, actor, account, member == null ? null : member.role());
        return new Target(standing.room(), Person.of(account), member);
    }

    /** Looked up again, because waiting for the lock may have ended the actor's own role. */
    private RoomStanding lockedStanding(String roomName, UserIdentity actor) {
        RoomRef seen = access.require(roomName, actor, AccessMode.MODERATE);
        rooms.lockMembership(seen.id());
        RoomStanding standing = access.standing(roomName, actor);
        standing.require(AccessMode.MODERATE);
        return standing;
    }

    private void end(RoomMember member) {
        if (members.isOnlyOwner(member)) {
            throw new ConfabException(ErrorCode.CONFLICT, "The room needs an owner; name another one first.");
        }
        members.remove(member);
    }

    private Instant now() {
        return clock.instant().truncatedTo(ChronoUnit.MILLIS);
    }

    private static ConfabException notBanned() {
        return new ConfabException(ErrorCode.USER_NOT_FOUND, "Nobody of that name is banned from the room.");
    }

    /** Whom it concerns; {@code member} is null for who has no role in the room. */
    private record Target(
            RoomRef room, Person person, @Nullable RoomMember member) {}
}
