package dev.confab.notification.protocol;

import dev.confab.common.stream.StreamPosition;
import java.util.List;
import java.util.UUID;
import org.jspecify.annotations.Nullable;

/** What a client asks for. The id is echoed in the answer. */
sealed interface NotificationCommand {

    @Nullable
    String id();

    /** The greeting; with a position, what was missed since follows. */
    record Hello(
            @Nullable String id,
            @Nullable String client,
            @Nullable StreamPosition position) implements NotificationCommand {}

    /** Marks notifications as read; all of them if none is named. */
    record Read(String id, @Nullable List<UUID> notificationIds) implements NotificationCommand {}

    record Ping(@Nullable String id) implements NotificationCommand {}

    /** An answer to a ping of ours: a sign of life, which the connection has noticed. */
    record Pong(@Nullable String id) implements NotificationCommand {}
}
