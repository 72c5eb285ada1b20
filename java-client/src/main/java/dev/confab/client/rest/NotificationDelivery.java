package dev.confab.client.rest;

import java.time.Instant;
import java.util.UUID;
import org.jspecify.annotations.Nullable;

/**
 * What became of a notification outside of the frontend.
 *
 * @param channel {@code email}
 * @param state {@code pending}, {@code submitted} or {@code skipped}
 * @param reason why; null while nothing is decided
 * @param dueAt when it is or was to be decided
 * @param taskId the task that sends it, if one was submitted
 */
public record NotificationDelivery(
        String channel,
        String state,
        @Nullable String reason,
        Instant dueAt,
        @Nullable Instant decidedAt,
        @Nullable UUID taskId) {}
