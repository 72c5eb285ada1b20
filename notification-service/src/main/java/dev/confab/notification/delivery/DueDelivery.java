package dev.confab.notification.delivery;

import java.time.Instant;
import java.util.UUID;
import org.jspecify.annotations.Nullable;

/**
 * A delivery to be decided, with all that is stored about it.
 *
 * @param id the id that its task will have
 * @param known whether the recipient's account has arrived
 * @param seq of the message, in its room
 * @param plannedAt when it began to wait
 * @param happenedAt when the event happened
 */
record DueDelivery(
        UUID id,
        UUID notificationId,
        UUID recipientId,
        String username,
        @Nullable String email,
        boolean known,
        boolean banned,
        String kind,
        String room,
        long seq,
        String actorName,
        String text,
        Instant plannedAt,
        Instant happenedAt,
        @Nullable Instant readAt,
        @Nullable String requestId,
        @Nullable String traceParent) {}
