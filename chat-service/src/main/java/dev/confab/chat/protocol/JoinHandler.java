package dev.confab.chat.protocol;

import dev.confab.chat.presence.PresenceService;
import dev.confab.chat.room.AccessMode;
import dev.confab.chat.room.RoomAccess;
import dev.confab.chat.room.RoomRef;
import dev.confab.common.stream.StreamHubs;
import dev.confab.common.stream.StreamSubscription;
import dev.confab.common.stream.SubscriptionStart;
import jakarta.enterprise.context.ApplicationScoped;
import org.jspecify.annotations.Nullable;

/** Joins rooms. Blocks; on virtual threads. */
@ApplicationScoped
class JoinHandler {

    private final RoomAccess access;
    private final StreamHubs hubs;
    private final RoomAudience audience;
    private final PresenceService presence;
    private final SessionEnd end;
    private final RoomGuard guard;

    JoinHandler(
            RoomAccess access,
            StreamHubs hubs,
            RoomAudience audience,
            PresenceService presence,
            SessionEnd end,
            RoomGuard guard) {
        this.access = access;
        this.hubs = hubs;
        this.audience = audience;
        this.presence = presence;
        this.end = end;
        this.guard = guard;
    }

    /**
     * Joins an existing room; a second time changes nothing and answers the same. Only who watched it so far and is to be in
     * it from now on begins anew.
     */
    void join(ChatSession session, Command.Join join) {
        RoomStart start = join.start();
        JoinedRoom present = session.room(RoomNames.normal(start.room()));
        if (present == null) {
            session.requireRoomForOneMore();
        } else if (!present.watching() || start.watch()) {
            session.send(reply(join.id(), present));
            return;
        }
        RoomRef room = access.require(start.room(), session.user(), AccessMode.JOIN);
        JoinedRoom joined = new JoinedRoom(session, room, start.watch(), guard);
        joined.subscribed(hubs.subscribe(room.id(), start.subscription(), joined));
        requireStill(joined);
        if (present != null) {
            end.left(present);
        }
        enter(joined, () -> session.send(reply(join.id(), joined)));
    }

    /** Joins a room that is created where it does not exist, with what happens from now on. */
    void visit(ChatSession session, String roomName) {
        RoomRef room = access.requireOrCreate(roomName, session.user());
        // First: whoever is seen there can be whispered to.
        hearWhispers(session, room);
        JoinedRoom joined = new JoinedRoom(session, room, false, guard);
        joined.subscribed(hubs.subscribe(room.id(), new SubscriptionStart.FromNow(), joined));
        requireStill(joined);
        enter(joined, () -> {});
    }

    private void hearWhispers(ChatSession session, RoomRef room) {
        if (session.user().isGuest()) {
            return;
        }
        StreamSubscription personal = hubs.subscribe(
                session.user().id(),
                new SubscriptionStart.FromNow(),
                new WhisperStream(session, room.id().toString()));
        if (session.keep(personal)) {
            personal.start();
        } else {
            personal.close();
        }
    }

    /**
     * Whoever was removed between the look at their rights and the subscription would not receive the event that says so,
     * and everything after it.
     */
    private void requireStill(JoinedRoom joined) {
        try {
            access.require(joined.room().name(), joined.session().user(), AccessMode.JOIN);
        } catch (RuntimeException refused) {
            joined.closeSubscription();
            throw refused;
        }
    }

    /**
     * Puts a subscribed room in place.
     *
     * @param reply written when everything is in place and before the first event can be delivered
     */
    void enter(JoinedRoom joined, Runnable reply) {
        ChatSession session = joined.session();
        RoomRef room = joined.room();
        if (!session.add(joined)) {
            joined.closeSubscription();
            return;
        }
        // Whoever has the reply misses nothing: not even who begins to type in the same moment.
        if (!joined.watching()) {
            audience.add(joined);
        }
        reply.run();
        if (!joined.watching()) {
            presence.join(
                    room.id(), session.id(), session.user().id(), session.user().username());
        }
        if (session.room(room.name()) == joined) {
            joined.startSubscription();
        } else {
            // It ended while it began, and whoever ended it may have come before the last two steps.
            end.connectionLost(joined, false);
        }
    }

    /** Says that a room is joined; without an id where no command of its own asked for it. */
    static ServerFrame reply(@Nullable String id, JoinedRoom joined) {
        return new ServerFrame.Joined(id, joined.room().name(), joined.room().id(), joined.stream());
    }
}
