package dev.confab.chat.invitation;

import dev.confab.chat.auth.AccountDirectory;
import dev.confab.chat.auth.AccountState;
import dev.confab.chat.room.AccessMode;
import dev.confab.chat.room.EventWriter;
import dev.confab.chat.room.MemberService;
import dev.confab.chat.room.RoomAccess;
import dev.confab.chat.room.RoomRef;
import dev.confab.common.error.ConfabException;
import dev.confab.common.error.ErrorCode;
import dev.confab.common.id.Uuid7;
import dev.confab.common.identity.UserIdentity;
import dev.confab.common.signin.OpaqueToken;
import dev.confab.common.stream.AppendRequest;
import dev.confab.common.stream.StreamLog;
import jakarta.enterprise.context.ApplicationScoped;
import jakarta.transaction.Transactional;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.time.temporal.ChronoUnit;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.UUID;
import org.jspecify.annotations.Nullable;

/**
 * Invites people into rooms. Whoever is invited learns of it, and of its end, in the personal stream, in the transaction
 * of the change. The order of locks is that of {@code MemberService}; an invitation's row comes after the room's. Methods
 * block: call them on a virtual thread.
 */
@ApplicationScoped
class InvitationService {

    private static final Duration FOR_PEOPLE = Duration.ofDays(30);
    private static final Duration FOR_LINKS = Duration.ofDays(7);
    private static final int MAX_HOURS = 30 * 24;
    private static final int MAX_USES = 10_000;
    private static final int LIMIT = 200;

    private final RoomAccess access;
    private final MemberService members;
    private final AccountDirectory accounts;
    private final InvitationRepository invitations;
    private final EventWriter events;
    private final StreamLog log;
    private final InstantSource clock;

    InvitationService(
            RoomAccess access,
            MemberService members,
            AccountDirectory accounts,
            InvitationRepository invitations,
            EventWriter events,
            StreamLog log,
            InstantSource clock) {
        this.access = access;
        this.members = members;
        this.accounts = accounts;
        this.invitations = invitations;
        this.events = events;
        this.log = log;
        this.clock = clock;
    }

    /** An invitation, and whether it is new. */
    record Made(Invitation invitation, boolean fresh) {}

    /**
     * Invites one person; a second time changes nothing.
     *
     * @throws ConfabException {@code room_not_found}, {@code forbidden}, {@code user_not_found}; {@code conflict} for
     *     members, people who are banned there, and conversations of two
     */
    @Transactional
    Made invite(String roomName, String username, UserIdentity host) {
        access.require(roomName, host, AccessMode.MODERATE);
        Optional<AccountState> held = accounts.holdByName(username);
        RoomRef room = members.lockForInviting(roomName, host);
        AccountState guest =
                held.orElseThrow(() -> new ConfabException(ErrorCode.USER_NOT_FOUND, "There is no such user."));
        members.requireInvitable(room, guest);
        Instant now = now();
        invitations.removeEnded(room.id(), now);
        Optional<Invitation> present = invitations.ofPersonInRoom(room.id(), guest.id(), now);
        if (present.isPresent()) {
            return new Made(present.get(), false);
        }
        UUID id = Uuid7.create();
        invitations.addForPerson(id, room.id(), host.id(), guest.id(), now, now.plus(FOR_PEOPLE));
        log.appendInTransaction(events.write(
                guest.id(),
                "invitation.received",
                host,
                new Received(id, room.name(), room.id(), new Invitation.Person(host.id(), host.username()))));
        return new Made(found(id), true);
    }

    /**
     * Makes a link; its code is in the answer and nowhere else.
     *
     * @throws ConfabException {@code room_not_found}, {@code forbidden}, {@code invalid_request} naming the field
     */
    @Transactional
    Invitation link(String roomName, @Nullable Integer maxUses, @Nullable Integer hours, UserIdentity host) {
        if (maxUses != null && (maxUses < 1 || maxUses > MAX_USES)) {
            throw ConfabException.invalid("maxUses", "must be between 1 and " + MAX_USES);
        }
        if (hours != null && (hours < 1 || hours > MAX_HOURS)) {
            throw ConfabException.invalid("expiresInHours", "must be between 1 and " + MAX_HOURS);
        }
        RoomRef room = members.lockForInviting(roomName, host);
        Instant now = now();
        invitations.removeEnded(room.id(), now);
        UUID id = Uuid7.create();
        OpaqueToken code = OpaqueToken.generate();
        Duration lasts = hours == null ? FOR_LINKS : Duration.ofHours(hours);
        invitations.addLink(id, room.id(), host.id(), code.hash(), maxUses, now, now.plus(lasts));
        return found(id).withCode(code.value());
    }

    /** The invitations of a room that can be used. For moderators. */
    @Transactional
    List<Invitation> ofRoom(String roomName, UserIdentity user) {
        return invitations.ofRoom(
                access.require(roomName, user, AccessMode.MODERATE).id(), now(), LIMIT);
    }

    /** What somebody is invited to. */
    @Transactional
    List<Invitation> ofUser(UserIdentity user) {
        return invitations.ofUser(user.id(), now(), LIMIT);
    }

    /**
     * Takes an invitation back.
     *
     * @throws ConfabException {@code room_not_found}, {@code forbidden}, {@code invitation_not_found}
     */
    @Transactional
    void withdraw(String roomName, UUID id, UserIdentity actor) {
        RoomRef room = members.lockForInviting(roomName, actor);
        Invitation invitation = invitations
                .find(id, now())
                .filter(found -> found.roomId().equals(room.id()))
                .orElseThrow(InvitationService::notFound);
        end(invitation, actor);
    }

    /**
     * Joins a room by an invitation to oneself.
     *
     * @return the room's name
     * @throws ConfabException {@code invitation_not_found}; {@code banned_from_room}; {@code conflict} for a full group
     */
    @Transactional
    String accept(UUID id, UserIdentity guest) {
        accounts.holdByName(guest.username());
        Invitation seen = mine(id, guest);
        members.lock(seen.roomId());
        Invitation invitation = mine(id, guest);
        List<AppendRequest> told = new ArrayList<>(members.admit(roomOf(invitation), guest));
        invitations.remove(id);
        told.add(ended(invitation, guest));
        log.appendAllInTransaction(told);
        return invitation.room();
    }

    /**
     * Refuses an invitation to oneself.
     *
     * @throws ConfabException {@code invitation_not_found}
     */
    @Transactional
    void decline(UUID id, UserIdentity guest) {
        end(mine(id, guest), guest);
    }

    /**
     * Joins a room by a link. Who is a member already stays one, and no use of the link is counted.
     *
     * @return the room's name
     * @throws ConfabException as {@link #accept}
     */
    @Transactional
    String acceptCode(String code, UserIdentity guest) {
        accounts.holdByName(guest.username());
        String hash = OpaqueToken.presented(code).hash();
        Invitation invitation = invitations.byCode(hash, now()).orElseThrow(InvitationService::notFound);
        members.lock(invitation.roomId());
        List<AppendRequest> told = members.admit(roomOf(invitation), guest);
        if (!told.isEmpty()) {
            if (!invitations.use(invitation.id(), now())) {
                throw notFound();
            }
            log.appendAllInTransaction(told);
        }
        return invitation.room();
    }

    /**
     * To what a link invites.
     *
     * @throws ConfabException {@code invitation_not_found}
     */
    @Transactional
    ShownInvitation show(String code, UserIdentity guest) {
        Invitation invitation =
                invitations.byCode(OpaqueToken.presented(code).hash(), now()).orElseThrow(InvitationService::notFound);
        return new ShownInvitation(
                invitation.room(),
                invitation.members(),
                invitation.by(),
                members.isMember(invitation.roomId(), guest),
                invitation.expiresAt());
    }

    private MemberService.Invited roomOf(Invitation invitation) {
        return new MemberService.Invited(invitation.roomId(), invitation.room());
    }

    private Invitation mine(UUID id, UserIdentity guest) {
        return invitations
                .find(id, now())
                .filter(found -> found.user() != null && found.user().id().equals(guest.id()))
                .orElseThrow(InvitationService::notFound);
    }

    private void end(Invitation invitation, UserIdentity actor) {
        if (!invitations.remove(invitation.id())) {
            throw notFound();
        }
        if (invitation.user() != null) {
            log.appendInTransaction(ended(invitation, actor));
        }
    }

    private AppendRequest ended(Invitation invitation, UserIdentity actor) {
        Invitation.Person guest = invitation.user();
        if (guest == null) {
            throw new IllegalArgumentException("a link is nobody's");
        }
        return events.write(guest.id(), "invitation.ended", actor, Map.of("id", invitation.id()));
    }

    private Invitation found(UUID id) {
        return invitations.find(id, now()).orElseThrow(InvitationService::notFound);
    }

    private Instant now() {
        return clock.instant().truncatedTo(ChronoUnit.MILLIS);
    }

    private static ConfabException notFound() {
        return new ConfabException(ErrorCode.INVITATION_NOT_FOUND, "There is no such invitation, or it has ended.");
    }

    private record Received(UUID id, String room, UUID roomId, Invitation.Person by) {}
}
