package dev.confab.chat.protocol;

import dev.confab.chat.presence.OnlinePeopleService;
import dev.confab.chat.presence.PresenceService;
import dev.confab.chat.typing.TypingService;
import jakarta.enterprise.context.ApplicationScoped;
import java.util.Set;
import java.util.UUID;

/** The ways out of a room, each of which leaves nothing behind. Never blocks. */
@ApplicationScoped
class SessionEnd {

    private final RoomAudience audience;
    private final PresenceService presence;
    private final TypingService typing;
    private final PeopleAudience people;
    private final OnlinePeopleService online;

    SessionEnd(
            RoomAudience audience,
            PresenceService presence,
            TypingService typing,
            PeopleAudience people,
            OnlinePeopleService online) {
        this.audience = audience;
        this.presence = presence;
        this.typing = typing;
        this.people = people;
        this.online = online;
    }

    /** The session is over; nothing is told to it of these people any more. To be called under its lock. */
    void looksNoMore(ChatSession session, Set<UUID> at) {
        people.change(session, at, Set.of());
    }

    /** A session that showed its user is over. A second time changes nothing. */
    void offline(ChatSession session, boolean abandoned) {
        if (abandoned) {
            online.abandoned(session.id(), session.user().id());
        } else {
            online.disconnected(session.id(), session.user().id());
        }
    }

    /** The client asked for it. False when the membership had ended before. */
    boolean left(JoinedRoom joined) {
        if (!joined.session().remove(joined)) {
            return false;
        }
        detach(joined);
        if (!joined.watching()) {
            presence.leave(joined.room().id(), joined.session().id());
        }
        return true;
    }

    /** The server ends it, and says so. */
    void removed(JoinedRoom joined, RoomEnding ending) {
        if (left(joined)) {
            joined.session().send(ending.frame(joined.room().name()));
            joined.session().removedFrom(ending);
        }
    }

    /** The connection is gone; the session has forgotten the room already. */
    void connectionLost(JoinedRoom joined, boolean abandoned) {
        detach(joined);
        if (joined.watching()) {
            return;
        }
        if (abandoned) {
            presence.abandoned(joined.room().id(), joined.session().id());
        } else {
            presence.disconnected(joined.room().id(), joined.session().id());
        }
    }

    private void detach(JoinedRoom joined) {
        joined.closeSubscription();
        audience.remove(joined);
        if (joined.watching()) {
            return;
        }
        ChatSession session = joined.session();
        typing.typing(joined.room().id(), session.user().id(), session.user().username(), false);
    }
}
