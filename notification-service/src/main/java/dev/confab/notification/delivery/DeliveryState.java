package dev.confab.notification.delivery;

import java.util.Locale;

/** Where a delivery stands. */
enum DeliveryState {
    /** Nothing is decided yet. */
    PENDING,
    /** A task was submitted; what became of it is the task's state. */
    SUBMITTED,
    /** Nothing is sent. */
    SKIPPED;

    /** As stored and in JSON. */
    String wireName() {
        return name().toLowerCase(Locale.ROOT);
    }
}
