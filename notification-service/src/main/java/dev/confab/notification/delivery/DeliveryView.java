package dev.confab.notification.delivery;

import java.time.Instant;
import java.util.UUID;
import org.jspecify.annotations.Nullable;

/**
 * What became of a notification outside of the frontend.
 *
 * @param channel {@code email}
 * @param state {@code pending}, {@code submitted} or {@code skipped}
 * @param reason why; null while it just waits for its time
 * @param dueAt when it is decided, or was to be
 * @param decidedAt null while it is pending
 * @param taskId the task that sends it, when it was submitted
 */
public record DeliveryView(
        String channel,
        String state,
        @Nullable String reason,
        Instant dueAt,
        @Nullable Instant decidedAt,
        @Nullable UUID taskId) {}
