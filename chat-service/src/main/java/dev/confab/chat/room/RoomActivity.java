package dev.confab.chat.room;

import io.quarkus.runtime.ShutdownEvent;
import io.quarkus.scheduler.Scheduled;
import io.smallrye.common.annotation.RunOnVirtualThread;
import jakarta.enterprise.context.ApplicationScoped;
import jakarta.enterprise.event.Observes;
import java.util.List;
import java.util.Set;
import java.util.UUID;
import java.util.concurrent.ConcurrentHashMap;
import org.jboss.logging.Logger;

/**
 * Keeps the lobby in order: newest activity first.
 *
 * <p>When something last happened in a room is in its stream's row, which every batch of messages writes; an index on
 * that column would make each of those writes dearer. So the order has a column of its own, {@code room.active_at},
 * which follows the stream at most once per {@code confab.rooms.activity-interval}, however busy the room is. A node
 * remembers which rooms it wrote to; what it still had in memory when it died is found by the sweep that every node
 * does at its start and from time to time.
 */
@ApplicationScoped
public class RoomActivity {

    private static final Logger LOG = Logger.getLogger(RoomActivity.class);

    /** Rooms beyond this number in one interval are left to the sweep. */
    private static final int MAX_TOUCHED = 100_000;

    private final Set<UUID> touched = ConcurrentHashMap.newKeySet();
    private final RoomRepository rooms;

    RoomActivity(RoomRepository rooms) {
        this.rooms = rooms;
    }

    /** Something was stored in that room's stream. Never blocks. */
    public void touch(UUID room) {
        if (touched.size() < MAX_TOUCHED) {
            touched.add(room);
        }
    }

    @Scheduled(
            identity = "room-activity",
            every = "${confab.rooms.activity-interval}",
            concurrentExecution = Scheduled.ConcurrentExecution.SKIP)
    @RunOnVirtualThread
    void moveTouched() {
        List<UUID> batch = List.copyOf(touched);
        if (batch.isEmpty()) {
            return;
        }
        // Forgotten before they are moved: what happens there meanwhile is for the next round.
        batch.forEach(touched::remove);
        try {
            rooms.moveToActivity(batch);
        } catch (RuntimeException failure) {
            batch.forEach(this::touch);
            LOG.warnf("Rooms could not be moved in the lobby, trying again: %s", failure.getMessage());
        }
    }

    @Scheduled(
            identity = "room-activity-sweep",
            every = "${confab.rooms.activity-sweep}",
            concurrentExecution = Scheduled.ConcurrentExecution.SKIP)
    @RunOnVirtualThread
    void sweep() {
        try {
            int moved = rooms.moveAllToActivity();
            LOG.debugf("The sweep moved %d rooms in the lobby", moved);
        } catch (RuntimeException failure) {
            LOG.warnf("The sweep of room activity failed, the next one will do: %s", failure.getMessage());
        }
    }

    void stop(@Observes ShutdownEvent event) {
        moveTouched();
    }
}
