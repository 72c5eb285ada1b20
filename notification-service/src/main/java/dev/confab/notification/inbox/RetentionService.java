package dev.confab.notification.inbox;

import io.quarkus.narayana.jta.QuarkusTransaction;
import io.quarkus.scheduler.Scheduled;
import io.smallrye.common.annotation.RunOnVirtualThread;
import jakarta.enterprise.context.ApplicationScoped;
import java.time.Instant;
import java.time.InstantSource;

/** Deletes old notifications, so that inboxes do not grow without end. Any number of nodes may do so at once. */
@ApplicationScoped
class RetentionService {
    private static final int BATCH = 1_000;

    private final InboxRepository inboxes;
    private final NotificationsConfig config;
    private final InstantSource clock;

    RetentionService(InboxRepository inboxes, NotificationsConfig config, InstantSource clock) {
        this.inboxes = inboxes;
        this.config = config;
        this.clock = clock;
    }

    @Scheduled(every = "1h", delayed = "5m", concurrentExecution = Scheduled.ConcurrentExecution.SKIP)
    @RunOnVirtualThread
    void dropOld() {
        Instant before = clock.instant().minus(config.retention());
        int dropped;
        do {
            dropped = QuarkusTransaction.requiringNew().call(() -> inboxes.dropBefore(before, BATCH));
        } while (dropped == BATCH);
    }
}
