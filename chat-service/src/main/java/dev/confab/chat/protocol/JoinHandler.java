package dev.confab.chat.protocol;

import dev.confab.chat.presence.PresenceService;
import dev.confab.chat.room.AccessMode;
import dev.confab.chat.room.RoomAccess;
import dev.confab.chat.room.RoomRef;
import dev.confab.common.stream.StreamHubs;
import dev.confab.common.stream.StreamSubscription;
import dev.confab.common.stream.SubscriptionStart;
import jakarta.enterprise.context.ApplicationScoped;

/** Joins rooms. Blocks; on virtual threads. */
@ApplicationScoped
class JoinHandler {

    private final RoomAccess access;
    private final StreamHubs hubs;
    private final RoomAudience audience;
    private final PresenceService presence;
    private final SessionEnd end;

    JoinHandler(RoomAccess access, StreamHubs hubs, RoomAudience audience, PresenceService presence, SessionEnd end) {
        this.access = access;
        this.hubs = hubs;
        this.audience = audience;
        this.presence = presence;
        this.end = end;
    }

    /** Joins an existing room; a second time changes nothing and answers the same. */
    void join(ChatSession session, Command.Join join) {
        JoinedRoom present = session.room(RoomNames.normal(join.room()));
        if (present != null) {
            session.send(reply(join, present));
            return;
        }
        session.requireRoomForOneMore();
        RoomRef room = access.require(join.room(), session.user(), AccessMode.JOIN);
        SubscriptionStart start = join.position() == null
                ? new SubscriptionStart.Newest(join.history())
                : new SubscriptionStart.After(join.position(), join.history());
        enter(session, room, start, joined -> session.send(reply(join, joined)));
    }

    /** Joins a room that is created where it does not exist, with what happens from now on. */
    void visit(ChatSession session, String roomName) {
        RoomRef room = access.requireOrCreate(roomName, session.user());
        enter(session, room, new SubscriptionStart.FromNow(), joined -> {});
    }

    /** The reply is written when everything is in place and before the first event can be delivered. */
    private void enter(ChatSession session, RoomRef room, SubscriptionStart start, Reply reply) {
        JoinedRoom joined = new JoinedRoom(session, room, end);
        StreamSubscription subscription = hubs.subscribe(room.id(), start, joined);
        joined.subscribed(subscription);
        if (!session.add(joined)) {
            subscription.close();
            return;
        }
        // Whoever has the reply misses nothing: not even who begins to type in the same moment.
        audience.add(joined);
        reply.send(joined);
        presence.join(
                room.id(), session.id(), session.user().id(), session.user().username());
        if (session.room(room.name()) == joined) {
            subscription.start();
        } else {
            // It ended while it began, and whoever ended it may have come before the last two steps.
            end.connectionLost(joined, false);
        }
    }

    private static ServerFrame reply(Command.Join join, JoinedRoom joined) {
        return new ServerFrame.Joined(
                join.id(), joined.room().name(), joined.room().id(), joined.stream());
    }

    /** Says that a room is joined. */
    private interface Reply {
        void send(JoinedRoom joined);
    }
}
