package dev.confab.notification.delivery;

import dev.confab.notification.delivery.DeliveryRepository.Planned;
import dev.confab.notification.inbox.DerivedId;
import dev.confab.notification.inbox.InboxListener;
import dev.confab.notification.inbox.NotificationsConfig;
import dev.confab.notification.inbox.StoredNotification;
import jakarta.enterprise.context.ApplicationScoped;
import java.sql.SQLException;
import java.time.Instant;
import java.time.InstantSource;
import java.time.temporal.ChronoUnit;
import java.util.Collection;
import java.util.List;
import java.util.UUID;

/** Plans a delivery for each new notification, and calls it off when the notification is read. */
@ApplicationScoped
class DeliveryPlanner implements InboxListener {
    private static final String EMAIL = "email";

    private final DeliveryRepository deliveries;
    private final DeliverySignal signal;
    private final DeliveryMetrics metrics;
    private final NotificationsConfig config;
    private final InstantSource clock;

    DeliveryPlanner(
            DeliveryRepository deliveries,
            DeliverySignal signal,
            DeliveryMetrics metrics,
            NotificationsConfig config,
            InstantSource clock) {
        this.deliveries = deliveries;
        this.signal = signal;
        this.metrics = metrics;
        this.config = config;
        this.clock = clock;
    }

    /**
     * The delay counts from now, not from the event: after an outage of this service what people have read meanwhile is
     * still on its way.
     */
    @Override
    public void stored(List<StoredNotification> notifications) throws SQLException {
        Instant now = clock.instant().truncatedTo(ChronoUnit.MILLIS);
        deliveries.plan(
                notifications.stream().map(DeliveryPlanner::planned).toList(),
                now,
                now.plus(config.email().delay()));
        signal.raise();
    }

    @Override
    public void read(Collection<UUID> notificationIds) throws SQLException {
        metrics.decided(
                DeliveryState.SKIPPED,
                DeliveryReason.READ,
                deliveries.skip(
                        notificationIds, DeliveryReason.READ, clock.instant().truncatedTo(ChronoUnit.MILLIS)));
    }

    private static Planned planned(StoredNotification stored) {
        UUID notification = stored.notification().id();
        return new Planned(
                notification,
                DerivedId.of(notification, EMAIL),
                stored.notification().readAt() != null,
                stored.cause().requestId(),
                stored.cause().traceParent());
    }
}
