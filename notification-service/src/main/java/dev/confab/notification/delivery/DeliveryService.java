package dev.confab.notification.delivery;

import dev.confab.common.online.LastSeen;
import dev.confab.common.online.OnlineUsers;
import dev.confab.common.task.TaskClient;
import dev.confab.notification.inbox.NotificationsConfig;
import io.quarkus.narayana.jta.QuarkusTransaction;
import jakarta.enterprise.context.ApplicationScoped;
import java.sql.SQLException;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.time.temporal.ChronoUnit;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.UUID;
import org.jboss.logging.Logger;

/**
 * Decides what is due. Several nodes may do so at the same time: each decision is taken in a transaction of its own, under
 * the locks of delivery and notification, and whoever comes second finds it taken. The task is submitted in that same
 * transaction, so there is a task if and only if the delivery says so. Every method blocks.
 */
@ApplicationScoped
class DeliveryService {
    private static final Logger LOG = Logger.getLogger(DeliveryService.class);
    private static final int BATCH = 100;
    private static final Duration AFTER_FAILURE = Duration.ofMinutes(1);

    private final DeliveryRepository deliveries;
    private final OnlineUsers online;
    private final MailComposer mails;
    private final TaskClient tasks;
    private final DeliveryMetrics metrics;
    private final NotificationsConfig config;
    private final InstantSource clock;

    DeliveryService(
            DeliveryRepository deliveries,
            OnlineUsers online,
            MailComposer mails,
            TaskClient tasks,
            DeliveryMetrics metrics,
            NotificationsConfig config,
            InstantSource clock) {
        this.deliveries = deliveries;
        this.online = online;
        this.mails = mails;
        this.tasks = tasks;
        this.metrics = metrics;
        this.config = config;
        this.clock = clock;
    }

    /** Decides some of what is due now. Whether there may be more. */
    boolean decideDue() {
        List<DueDelivery> due = QuarkusTransaction.requiringNew().call(() -> deliveries.due(clock.instant(), BATCH));
        // Outside of any transaction: Redis may take its time.
        Map<UUID, LastSeen> seen = online.lastSeen(
                due.stream().map(DueDelivery::recipientId).distinct().toList());
        for (DueDelivery one : due) {
            decide(one.id(), seen.getOrDefault(one.recipientId(), new LastSeen.Unknown()));
        }
        return due.size() == BATCH;
    }

    /** When the next decision is due, if any is open. */
    Optional<Instant> nextDue() {
        return QuarkusTransaction.requiringNew().call(deliveries::nextDue);
    }

    /** What became of a person's notification; empty if there is none such. */
    Optional<DeliveryView> find(UUID recipient, UUID notificationId) {
        return QuarkusTransaction.requiringNew().call(() -> deliveries.find(recipient, notificationId));
    }

    private void decide(UUID id, LastSeen seen) {
        try {
            QuarkusTransaction.requiringNew().call(() -> {
                Instant now = now();
                Optional<DueDelivery> locked = deliveries.lock(id, now);
                if (locked.isPresent()) {
                    carryOut(locked.get(), Decision.of(locked.get(), seen, config.email(), now), now);
                }
                return id;
            });
        } catch (RuntimeException failure) {
            LOG.errorf(failure, "The delivery %s could not be decided and is put off", id);
            // If the database is away this fails as well, and all is tried again later.
            QuarkusTransaction.requiringNew().call(() -> {
                deliveries.postpone(id, DeliveryReason.FAILED, now().plus(AFTER_FAILURE));
                return id;
            });
        }
    }

    private void carryOut(DueDelivery due, Decision decision, Instant now) throws SQLException {
        switch (decision) {
            case Decision.Submit(DeliveryReason reason, String address) -> {
                tasks.submit(mails.compose(due, address));
                deliveries.decide(due.id(), DeliveryState.SUBMITTED, reason, now);
                metrics.decided(DeliveryState.SUBMITTED, reason, 1);
            }
            case Decision.Skip(DeliveryReason reason) -> {
                deliveries.decide(due.id(), DeliveryState.SKIPPED, reason, now);
                metrics.decided(DeliveryState.SKIPPED, reason, 1);
            }
            case Decision.Wait(DeliveryReason reason) -> {
                deliveries.postpone(due.id(), reason, now.plus(config.email().retryInterval()));
                metrics.decided(DeliveryState.PENDING, reason, 1);
            }
        }
    }

    private Instant now() {
        return clock.instant().truncatedTo(ChronoUnit.MILLIS);
    }
}
