package dev.confab.notification.inbox;

import io.micrometer.core.instrument.Counter;
import io.micrometer.core.instrument.MeterRegistry;
import jakarta.enterprise.context.ApplicationScoped;
import java.util.EnumMap;
import java.util.List;
import java.util.Map;

/** Counts what happens to inboxes. A transaction that is rolled back may have been counted. */
@ApplicationScoped
class InboxMetrics {
    private final Map<NotificationKind, Counter> stored = new EnumMap<>(NotificationKind.class);
    private final Counter repeated;
    private final Counter read;

    InboxMetrics(MeterRegistry registry) {
        for (NotificationKind kind : NotificationKind.values()) {
            stored.put(
                    kind,
                    Counter.builder("confab.notifications.stored")
                            .description("Notifications that were stored")
                            .tag("kind", kind.wireName())
                            .register(registry));
        }
        repeated = Counter.builder("confab.notifications.repeated")
                .description("Notifications that were there already")
                .register(registry);
        read = Counter.builder("confab.notifications.read")
                .description("Notifications that became read")
                .register(registry);
    }

    void stored(List<StoredNotification> notifications, int repetitions) {
        notifications.forEach(one -> counterOf(one.notification().kind()).increment());
        repeated.increment(repetitions);
    }

    void read(int count) {
        read.increment(count);
    }

    private Counter counterOf(NotificationKind kind) {
        Counter counter = stored.get(kind);
        if (counter == null) {
            throw new IllegalStateException("no counter for " + kind);
        }
        return counter;
    }
}
