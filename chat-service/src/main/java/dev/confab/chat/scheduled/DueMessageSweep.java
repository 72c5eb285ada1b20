package dev.confab.chat.scheduled;

import dev.confab.common.error.ConfabException;
import dev.confab.common.layer.ChannelLayer;
import io.quarkus.scheduler.Scheduled;
import io.smallrye.common.annotation.RunOnVirtualThread;
import jakarta.enterprise.context.ApplicationScoped;
import java.time.InstantSource;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.UUID;
import org.jboss.logging.Logger;

/**
 * Where there is no task-worker (the layer {@code local}), looks every second which scheduled messages are due and posts
 * them, as the command of its task would. Where there is one, makes up for tasks that were not submitted while there was none.
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
    private final Map<UUID, Integer> failures = new HashMap<>();

    DueMessageSweep(
            ScheduledMessageService service,
            ScheduledMessageRepository messages,
            DueMessageHandler handler,
            ChannelLayer layer,
            InstantSource clock) {
        this.service = service;
        this.messages = messages;
        this.handler = handler;
        this.layer = layer;
        this.clock = clock;
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

    private void post(ScheduledMessage message) {
        try {
            handler.post(message.id(), message.version(), null, null);
        } catch (RuntimeException failure) {
            if (failure instanceof ConfabException known && known.code().temporary()) {
                LOG.debugf(known, "Scheduled message %s waits", message.id());
                return;
            }
            int tries = failures.merge(message.id(), 1, Integer::sum);
            LOG.warnf(failure, "Scheduled message %s could not be posted, try %d", message.id(), tries);
            if (tries >= MOST_TRIES) {
                handler.giveUp(message.id());
            }
        }
    }
}
