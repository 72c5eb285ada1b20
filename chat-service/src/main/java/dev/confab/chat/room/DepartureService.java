package dev.confab.chat.room;

import dev.confab.chat.account.AccountLeaving;
import dev.confab.chat.room.RoomEvents.Person;
import dev.confab.common.identity.UserIdentity;
import dev.confab.common.stream.StreamLog;
import jakarta.enterprise.context.ApplicationScoped;
import jakarta.enterprise.event.Observes;
import java.util.UUID;

/**
 * Takes people out of their rooms whose accounts are deleted, so that those who stay see it, and that no room
 * with members is left without an owner: of those with the highest role the one who has been there longest follows.
 */
@ApplicationScoped
class DepartureService {

    private final RoomRepository rooms;
    private final MemberRepository members;
    private final RoomEvents events;
    private final StreamLog log;

    DepartureService(RoomRepository rooms, MemberRepository members, RoomEvents events, StreamLog log) {
        this.rooms = rooms;
        this.members = members;
        this.events = events;
        this.log = log;
    }

    /** In the transaction of the deletion. The rooms are locked in the order of their ids. */
    void leave(@Observes AccountLeaving leaving) {
        for (UUID room : members.roomsOf(leaving.userId())) {
            rooms.lockMembership(room);
            members.find(room, leaving.userId())
                    .ifPresent(member -> remove(rooms.findById(room).ref(), member, leaving));
        }
    }

    private void remove(RoomRef room, RoomMember member, AccountLeaving leaving) {
        UserIdentity actor = leaving.by();
        if (members.isOnlyOwner(member)) {
            members.heirOf(member).ifPresent(heir -> {
                heir.changeRole(MemberRole.OWNER);
                members.flush();
                Person person = new Person(heir.userId(), members.nameOf(heir));
                log.appendInTransaction(events.memberAdded(room, actor, person, MemberRole.OWNER));
            });
        }
        members.remove(member);
        Person left = new Person(leaving.userId(), leaving.username());
        log.appendInTransaction(events.memberRemoved(room, actor, left, RemovalReason.LEFT, null));
    }
}
