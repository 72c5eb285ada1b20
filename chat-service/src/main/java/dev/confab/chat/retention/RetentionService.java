package dev.confab.chat.retention;

import dev.confab.chat.room.EventWriter;
import dev.confab.common.stream.StreamLog;
import io.quarkus.narayana.jta.QuarkusTransaction;
import io.quarkus.scheduler.Scheduled;
import io.smallrye.common.annotation.RunOnVirtualThread;
import jakarta.enterprise.context.ApplicationScoped;
import jakarta.enterprise.event.Event;
import java.time.Instant;
import java.time.InstantSource;
import java.time.temporal.ChronoUnit;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalLong;
import java.util.UUID;
import org.jboss.logging.Logger;

/**
 * Forgets what rooms shall not keep any longer: in batches, each of which is one transaction with its event
 * {@code history.truncated}. Several nodes may do so at once; a node that dies leaves whole batches behind and the rest
 * to the others. Whoever comes back with a position from before is told that it cannot be continued.
 */
@ApplicationScoped
class RetentionService {

    private static final Logger LOG = Logger.getLogger(RetentionService.class);

    private static final int PAGE = 200;

    private final RetentionRepository rooms;
    private final StreamLog log;
    private final EventWriter events;
    private final Event<RoomForgetting> forgetting;
    private final RetentionConfig config;
    private final InstantSource clock;

    RetentionService(
            RetentionRepository rooms,
            StreamLog log,
            EventWriter events,
            Event<RoomForgetting> forgetting,
            RetentionConfig config,
            InstantSource clock) {
        this.rooms = rooms;
        this.log = log;
        this.events = events;
        this.forgetting = forgetting;
        this.config = config;
        this.clock = clock;
    }

    @Scheduled(
            identity = "room-retention",
            every = "${confab.retention.interval}",
            delayed = "${confab.retention.interval}",
            concurrentExecution = Scheduled.ConcurrentExecution.SKIP)
    @RunOnVirtualThread
    void sweep() {
        Optional<UUID> after = Optional.empty();
        List<UUID> page;
        do {
            page = rooms.roomsAfter(after, PAGE);
            page.forEach(this::forgetAll);
            after = page.isEmpty() ? after : Optional.of(page.getLast());
        } while (page.size() == PAGE);
    }

    /** Forgets all that is too old, and lets others forget what they keep of it. */
    void forgetAll(UUID room) {
        try {
            long events = 0;
            while (forget(room)) {
                events++;
            }
            forgetting.fire(new RoomForgetting(room));
            if (events > 0) {
                LOG.infof("Room %s forgot what was too old, in %d steps", room, events);
            }
        } catch (RuntimeException failure) {
            LOG.warnf(
                    "Room %s could not forget what is too old; the next round tries again: %s",
                    room, failure.getMessage());
        }
    }

    /** Forgets a batch; false when there was nothing to forget, or somebody else is at it. */
    boolean forget(UUID room) {
        return QuarkusTransaction.requiringNew().call(() -> {
            Optional<Integer> days = rooms.lock(room);
            if (days.isEmpty()) {
                return false;
            }
            Instant before = clock.instant().minus(days.get(), ChronoUnit.DAYS);
            OptionalLong first = log.truncateInTransaction(room, before, config.batchSize());
            if (first.isEmpty()) {
                return false;
            }
            log.appendInTransaction(
                    events.write(room, "history.truncated", null, Map.of("firstSeq", first.getAsLong())));
            return true;
        });
    }
}
