package dev.confab.chat.scheduled;

import java.util.UUID;

/** The data of the event that a scheduled message will not be posted. */
record ScheduledCancelled(UUID id, String room, UUID roomId) {

    static final String EVENT = "scheduled.cancelled";

    static ScheduledCancelled of(ScheduledMessage message) {
        return new ScheduledCancelled(message.id(), message.room(), message.roomId());
    }
}
