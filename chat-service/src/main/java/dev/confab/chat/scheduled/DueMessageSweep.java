package dev.confab.chat.scheduled;

import dev.confab.chat.scheduled.ScheduledMessageRepository.Overdue;
import dev.confab.common.error.ConfabException;
import dev.confab.common.layer.ChannelLayer;
import io.quarkus.scheduler.Scheduled;
import io.smallrye.common.annotation.RunOnVirtualThread;
import jakarta.enterprise.context.ApplicationScoped;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.time.temporal.ChronoUnit;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.UUID;
import org.jboss.logging.Logger;

/**
 * Where there is no task-worker (the layer {@code local}), looks every second which scheduled messages are due and posts
 * them, as the command of its task would. Where there is one, makes up for tasks that were not submitted while there was none,
 * and for those that got lost on their way there or back: what is overdue is posted all the same. A task that comes after
 * that finds nothing to do.
 */
@ApplicationScoped
class DueMessageSweep {

    private static final Logger LOG = Logger.getLogger(DueMessageSweep.class);
    private static final int AT_ONCE = 200;
    /** So often what no time heals is tried all the same. */
    private static final int MOST_TRIES = 10;

    private final ScheduledMessageService service;
    private final ScheduledMessageRepository messages;
    private final DueMessageHandler handler;
    private final ChannelLayer layer;
    private final InstantSource clock;
    private final Duration overdueAfter;
    private final Map<UUID, Integer> failures = new HashMap<>();

    DueMessageSweep(
            ScheduledMessageService service,
            ScheduledMessageRepository messages,
            DueMessageHandler handler,
            ChannelLayer layer,
            InstantSource clock,
            ScheduledConfig config) {
        this.service = service;
        this.messages = messages;
        this.handler = handler;
        this.layer = layer;
        this.clock = clock;
        this.overdueAfter = config.overdueAfter();
    }

    @Scheduled(
            identity = "due-messages",
            every = "1s",
            delayed = "1s",
            concurrentExecution = Scheduled.ConcurrentExecution.SKIP)
    @RunOnVirtualThread
    void postDue() {
        if (!layer.isLocal()) {
            return;
        }
        try {
            List<ScheduledMessage> due = messages.due(clock.instant(), AT_ONCE);
            Set<UUID> present = new HashSet<>();
            for (ScheduledMessage message : due) {
                present.add(message.id());
                post(message);
            }
            failures.keySet().retainAll(present);
        } catch (RuntimeException failure) {
            LOG.warnf("Due messages could not be read, trying again: %s", failure.getMessage());
        }
    }

    @Scheduled(
            identity = "unsubmitted-messages",
            every = "1M",
            delayed = "5s",
            concurrentExecution = Scheduled.ConcurrentExecution.SKIP)
    @RunOnVirtualThread
    void submitMissing() {
        if (layer.isLocal()) {
            return;
        }
        try {
            int submitted;
            do {
                submitted = service.submitMissing(AT_ONCE);
            } while (submitted == AT_ONCE);
        } catch (RuntimeException failure) {
            LOG.warnf("Tasks of scheduled messages could not be submitted, trying again: %s", failure.getMessage());
        }
    }

    @Scheduled(
            identity = "overdue-messages",
            every = "1M",
            delayed = "20s",
            concurrentExecution = Scheduled.ConcurrentExecution.SKIP)
    @RunOnVirtualThread
    void postOverdue() {
        if (layer.isLocal()) {
            return;
        }
        try {
            // As it is stored, so that nothing is taken twice in one round.
            Instant now = clock.instant().truncatedTo(ChronoUnit.MILLIS);
            List<Overdue> overdue;
            do {
                overdue = messages.claimOverdue(now, now.minus(overdueAfter), AT_ONCE);
                if (!overdue.isEmpty()) {
                    LOG.warnf("Nothing was heard of the tasks of %d scheduled messages: posting them", overdue.size());
                }
                overdue.forEach(message -> post(message.id(), message.version(), message.tries()));
            } while (overdue.size() == AT_ONCE);
        } catch (RuntimeException failure) {
            LOG.warnf("Overdue messages could not be read, trying again: %s", failure.getMessage());
        }
    }

    private void post(ScheduledMessage message) {
        if (!post(message.id(), message.version(), failures.getOrDefault(message.id(), 0) + 1)) {
            failures.merge(message.id(), 1, Integer::sum);
        }
    }

    /**
     * Posts one; false if that failed for another reason than that something is away.
     *
     * @param tries which try this is, from 1 on
     */
    private boolean post(UUID id, int version, int tries) {
        try {
            handler.post(id, version, null, null);
            return true;
        } catch (RuntimeException failure) {
            if (ConfabException.of(failure).code().temporary()) {
                LOG.debugf(failure, "Scheduled message %s waits", id);
                return true;
            }
            LOG.warnf(failure, "Scheduled message %s could not be posted, try %d", id, tries);
            if (tries >= MOST_TRIES) {
                handler.giveUp(id);
            }
            return false;
        }
    }
}
