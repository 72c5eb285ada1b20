package dev.confab.notification.delivery;

import dev.confab.common.online.LastSeen;
import dev.confab.notification.inbox.NotificationsConfig;
import java.time.Instant;

/** What to do about a notification outside of the frontend. */
sealed interface Decision {
    DeliveryReason reason();

    record Submit(DeliveryReason reason, String address) implements Decision {}

    record Skip(DeliveryReason reason) implements Decision {}

    /** To be asked again after a while. */
    record Wait(DeliveryReason reason) implements Decision {}

    /** The rules, in their order: what is certain and cheap first, who is online last. */
    static Decision of(DueDelivery due, LastSeen seen, NotificationsConfig.Email config, Instant now) {
        boolean mayWait = now.isBefore(due.plannedAt().plus(config.delay()).plus(config.patience()));
        String address = due.email();
        if (due.readAt() != null) {
            return new Skip(DeliveryReason.READ);
        }
        if (due.banned()) {
            return new Skip(DeliveryReason.BANNED);
        }
        if (!config.enabled()) {
            return new Skip(DeliveryReason.DISABLED);
        }
        if (due.happenedAt().plus(config.maxAge()).isBefore(now)) {
            return new Skip(DeliveryReason.TOO_OLD);
        }
        if (!due.known() && mayWait) {
            return new Wait(DeliveryReason.ACCOUNT_UNKNOWN);
        }
        if (address == null) {
            return new Skip(DeliveryReason.NO_ADDRESS);
        }
        if (seen.since(due.happenedAt())) {
            return new Skip(DeliveryReason.ONLINE);
        }
        return switch (seen) {
            case LastSeen.Unknown ignored ->
                // In the end one mail too many is better than one that is missing.
                mayWait
                        ? new Wait(DeliveryReason.PRESENCE_UNKNOWN)
                        : new Submit(DeliveryReason.PRESENCE_UNKNOWN, address);
            case LastSeen.Online ignored -> new Skip(DeliveryReason.ONLINE);
            case LastSeen.SeenAt ignored -> new Submit(DeliveryReason.UNREAD, address);
            case LastSeen.Never ignored -> new Submit(DeliveryReason.UNREAD, address);
        };
    }
}
