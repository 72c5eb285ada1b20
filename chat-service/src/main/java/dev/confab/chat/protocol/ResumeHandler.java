package dev.confab.chat.protocol;

import dev.confab.chat.room.AccessMode;
import dev.confab.chat.room.RoomAccess;
import dev.confab.chat.room.RoomRef;
import dev.confab.common.error.ConfabException;
import dev.confab.common.error.ErrorCode;
import dev.confab.common.stream.StreamHubs;
import dev.confab.common.stream.SubscriptionRequest;
import dev.confab.common.stream.SubscriptionResult;
import jakarta.enterprise.context.ApplicationScoped;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.Semaphore;

/**
 * Joins the rooms that a greeting names: all of them for the price of a few queries. Each is answered for itself, and
 * nothing about one keeps the others waiting.
 *
 * <p>Of the many clients that come back when a node has died some are served at a time, so that the first of them are
 * whole early and the last ones do not fail because everybody waits for the database at once.
 */
@ApplicationScoped
class ResumeHandler {

    private static final int AT_ONCE = 128;

    private final RoomAccess access;
    private final StreamHubs hubs;
    private final JoinHandler join;
    private final RoomGuard guard;
    private final Semaphore turns = new Semaphore(AT_ONCE, true);

    ResumeHandler(RoomAccess access, StreamHubs hubs, JoinHandler join, RoomGuard guard) {
        this.access = access;
        this.hubs = hubs;
        this.join = join;
        this.guard = guard;
    }

    /** Blocks; on a virtual thread. */
    void resume(ChatSession session, List<RoomStart> rooms) {
        turns.acquireUninterruptibly();
        try {
            joinAll(session, distinct(rooms));
        } finally {
            turns.release();
        }
        session.send(new ServerFrame.RoomsAnswered());
    }

    /** By the names that rooms have: a room that is named twice is joined once. */
    private static Map<String, RoomStart> distinct(List<RoomStart> rooms) {
        Map<String, RoomStart> distinct = new LinkedHashMap<>();
        rooms.forEach(room -> distinct.putIfAbsent(RoomNames.normal(room.room()), room));
        return distinct;
    }

    private void joinAll(ChatSession session, Map<String, RoomStart> rooms) {
        List<JoinedRoom> joining = new ArrayList<>(rooms.size());
        List<SubscriptionRequest> requests = new ArrayList<>(rooms.size());
        Map<String, RoomRef> open;
        try {
            open = access.joinable(rooms.keySet(), session.user());
        } catch (RuntimeException failure) {
            rooms.keySet().forEach(room -> refuse(session, room, ConfabException.of(failure)));
            return;
        }
        rooms.forEach((name, start) -> {
            try {
                session.requireRoomFor(joining.size() + 1);
                RoomRef room = open.get(name);
                if (room == null) {
                    // It is refused; this says why.
                    room = access.require(name, session.user(), AccessMode.JOIN);
                }
                JoinedRoom joined = new JoinedRoom(session, room, start.watch(), guard);
                joining.add(joined);
                requests.add(new SubscriptionRequest(room.id(), start.subscription(), joined));
            } catch (RuntimeException failure) {
                refuse(session, name, ConfabException.of(failure));
            }
        });
        List<SubscriptionResult> results = hubs.subscribeAll(requests);
        Set<String> still = stillOpen(joining, session);
        for (int i = 0; i < results.size(); i++) {
            JoinedRoom joined = joining.get(i);
            switch (results.get(i)) {
                case SubscriptionResult.Subscribed(var subscription) -> {
                    joined.subscribed(subscription);
                    if (!still.contains(joined.room().name())) {
                        joined.closeSubscription();
                        refuse(
                                session,
                                joined.room().name(),
                                whyNot(joined.room().name(), session));
                        continue;
                    }
                    join.enter(joined, () -> session.send(JoinHandler.reply(null, joined)));
                }
                case SubscriptionResult.Failed(ConfabException cause) ->
                    refuse(session, joined.room().name(), cause);
            }
        }
    }

    /**
     * Asked again, because whoever was removed between the first look and the subscription would not receive the event that
     * says so, and everything after it. None, if nobody knows.
     */
    private Set<String> stillOpen(List<JoinedRoom> joining, ChatSession session) {
        List<String> names =
                joining.stream().map(joined -> joined.room().name()).toList();
        try {
            return access.joinable(names, session.user()).keySet();
        } catch (RuntimeException unknown) {
            return Set.of();
        }
    }

    private ConfabException whyNot(String room, ChatSession session) {
        try {
            access.require(room, session.user(), AccessMode.JOIN);
            return new ConfabException(ErrorCode.UNAVAILABLE, "Nobody knows yet whether you may join this room.");
        } catch (RuntimeException refused) {
            return ConfabException.of(refused);
        }
    }

    private static void refuse(ChatSession session, String room, ConfabException cause) {
        session.send(new ServerFrame.RoomRefused(room, cause.code(), cause.detail(), cause.retryAfter()));
    }
}
