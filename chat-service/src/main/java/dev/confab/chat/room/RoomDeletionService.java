package dev.confab.chat.room;

import dev.confab.common.error.ConfabException;
import dev.confab.common.event.CloudEventCodec;
import dev.confab.common.event.EventTopics;
import dev.confab.common.identity.UserIdentity;
import dev.confab.common.kafka.RecordHeaders;
import dev.confab.common.outbox.Outbox;
import dev.confab.common.outbox.OutboxRecord;
import dev.confab.common.stream.AppendRequest;
import dev.confab.common.stream.StreamEvent;
import dev.confab.common.stream.StreamLog;
import io.quarkus.arc.All;
import jakarta.enterprise.context.ApplicationScoped;
import jakarta.transaction.Transactional;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.HashMap;
import java.util.List;
import java.util.Map;

/**
 * Deletes rooms. The room, its members, its read markers and its stream go in one transaction; from its commit on
 * nothing can be stored there. Its members find {@code room.left} in their personal streams, and others what the listeners
 * have to say. The last event, {@code room.deleted}, tells people who are in the room and consumers; since the log forgets it
 * at once, it is published through the outbox.
 */
@ApplicationScoped
public class RoomDeletionService {

    /** Events of one statement. */
    private static final int BATCH = 1000;

    private final RoomAccess access;
    private final RoomRepository rooms;
    private final MemberRepository members;
    private final RoomEvents events;
    private final List<RoomDeletionListener> listeners;
    private final StreamLog log;
    private final Outbox outbox;

    RoomDeletionService(
            RoomAccess access,
            RoomRepository rooms,
            MemberRepository members,
            RoomEvents events,
            @All List<RoomDeletionListener> listeners,
            StreamLog log,
            Outbox outbox) {
        this.access = access;
        this.rooms = rooms;
        this.members = members;
        this.events = events;
        this.listeners = listeners;
        this.log = log;
        this.outbox = outbox;
    }

    /**
     * Deletes a room with all that was said in it. Blocks; call it on a virtual thread. The order of locks is that of
     * {@link MemberService}.
     *
     * @throws ConfabException {@code room_not_found}, {@code forbidden}
     */
    @Transactional
    public void delete(String roomName, UserIdentity actor) {
        RoomRef seen = access.require(roomName, actor, AccessMode.MANAGE);
        rooms.lockMembership(seen.id());
        // Again, because waiting for the lock may have ended the room, or the actor's own membership.
        RoomRef room = access.require(roomName, actor, AccessMode.MANAGE);
        List<AppendRequest> told = new ArrayList<>();
        told.add(events.deleted(room, actor));
        members.of(room.id()).forEach(member -> told.add(events.roomLeft(room, actor, member, RemovalReason.DELETED)));
        listeners.forEach(listener -> told.addAll(listener.onDeletion(room, actor)));
        rooms.delete(room.id());
        StreamEvent last = append(told, room);
        log.deleteInTransaction(room.id());
        outbox.add(record(last));
    }

    /** In batches that lock the streams in the order of their ids, as one statement does. Returns the event of the room. */
    private StreamEvent append(List<AppendRequest> told, RoomRef room) {
        // As text, because UUIDs compare otherwise than in the database.
        told.sort(Comparator.comparing(one -> one.streamId().toString()));
        List<StreamEvent> stored = new ArrayList<>();
        for (int from = 0; from < told.size(); from += BATCH) {
            stored.addAll(log.appendAllInTransaction(told.subList(from, Math.min(told.size(), from + BATCH))));
        }
        return stored.stream()
                .filter(event -> event.streamId().equals(room.id()))
                .findFirst()
                .orElseThrow();
    }

    private static OutboxRecord record(StreamEvent event) {
        Map<String, String> headers = new HashMap<>();
        headers.put(RecordHeaders.CONTENT_TYPE, CloudEventCodec.CONTENT_TYPE);
        headers.put(RecordHeaders.SEQ, Long.toString(event.seq()));
        if (event.requestId() != null) {
            headers.put(RecordHeaders.REQUEST_ID, event.requestId());
        }
        if (event.traceParent() != null) {
            headers.put(RecordHeaders.TRACE_PARENT, event.traceParent());
        }
        return new OutboxRecord(EventTopics.CHAT, event.streamId().toString(), CloudEventCodec.encode(event), headers);
    }
}
