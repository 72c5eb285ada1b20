package dev.confab.chat.marker;

import dev.confab.chat.room.RoomRef;
import dev.confab.common.error.ConfabException;
import dev.confab.common.identity.UserIdentity;
import io.quarkus.runtime.ShutdownEvent;
import io.quarkus.scheduler.Scheduled;
import io.smallrye.common.annotation.RunOnVirtualThread;
import jakarta.enterprise.context.ApplicationScoped;
import jakarta.enterprise.event.Observes;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.UUID;
import java.util.concurrent.ConcurrentHashMap;
import org.jboss.logging.Logger;

/**
 * What people are reading right now: kept in memory and written to their markers from time to time, for all of them
 * together, so that reading along costs a small part of a statement and not one for each message.
 *
 * <p>A crash of this node loses what the last interval brought; clients say it again when they come back.
 */
@ApplicationScoped
public class ReadProgress {

    private static final Logger LOG = Logger.getLogger(ReadProgress.class);

    private static final int BATCH = 500;
    /** Markers beyond this number are not remembered: the client's next report makes up for it. */
    private static final int MAX_WAITING = 100_000;

    private final Map<Place, ReadAdvance> waiting = new ConcurrentHashMap<>();
    private final ReadMarkerService markers;

    private record Place(UUID user, UUID room) {}

    ReadProgress(ReadMarkerService markers) {
        this.markers = markers;
    }

    /** Somebody with an account has read that room up to an event. Never blocks. */
    public void note(RoomRef room, UserIdentity user, long seq) {
        keep(new ReadAdvance(room, user, seq));
    }

    private void keep(ReadAdvance advance) {
        Place place = new Place(advance.user().id(), advance.room().id());
        if (waiting.size() < MAX_WAITING || waiting.containsKey(place)) {
            waiting.merge(place, advance, (one, other) -> one.seq() >= other.seq() ? one : other);
        }
    }

    /** The default stands here as well: a mapping that nobody injects is not known to the scheduler. */
    @Scheduled(
            identity = "read-progress",
            every = "${confab.read-markers.interval:1s}",
            concurrentExecution = Scheduled.ConcurrentExecution.SKIP)
    @RunOnVirtualThread
    void write() {
        List<ReadAdvance> taken = new ArrayList<>();
        waiting.forEach((place, advance) -> {
            if (waiting.remove(place, advance)) {
                taken.add(advance);
            }
        });
        for (int from = 0; from < taken.size(); from += BATCH) {
            write(taken.subList(from, Math.min(taken.size(), from + BATCH)));
        }
    }

    private void write(List<ReadAdvance> batch) {
        try {
            markers.advanceAll(batch);
        } catch (RuntimeException failure) {
            if (ConfabException.of(failure).code().temporary()) {
                batch.forEach(this::keep);
                LOG.debugf("What was read is written later: %s", failure.getMessage());
            } else if (batch.size() > 1) {
                // One of them, of an account or room that is just being deleted, must not hold up the others.
                batch.forEach(advance -> write(List.of(advance)));
            } else {
                LOG.debugf(
                        failure,
                        "A read marker of %s cannot be moved",
                        batch.getFirst().user().username());
            }
        }
    }

    void stop(@Observes ShutdownEvent event) {
        write();
    }
}
