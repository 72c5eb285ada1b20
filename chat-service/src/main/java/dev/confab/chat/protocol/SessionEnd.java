package dev.confab.chat.protocol;

import dev.confab.chat.presence.PresenceService;
import dev.confab.chat.typing.TypingService;
import jakarta.enterprise.context.ApplicationScoped;

/** The ways out of a room, each of which leaves nothing behind. Never blocks. */
@ApplicationScoped
class SessionEnd {

    private final RoomAudience audience;
    private final PresenceService presence;
    private final TypingService typing;

    SessionEnd(RoomAudience audience, PresenceService presence, TypingService typing) {
        this.audience = audience;
        this.presence = presence;
        this.typing = typing;
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
        if (joined.watching()) {
            return;
        }
        audience.remove(joined);
        ChatSession session = joined.session();
        typing.typing(joined.room().id(), session.user().id(), session.user().username(), false);
    }
}
