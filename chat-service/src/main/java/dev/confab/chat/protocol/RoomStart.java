package dev.confab.chat.protocol;

import dev.confab.common.stream.StreamPosition;
import dev.confab.common.stream.SubscriptionStart;
import org.jspecify.annotations.Nullable;

/**
 * A room that a client wants to join, and where.
 *
 * @param room its name as the client wrote it
 * @param position from which to go on
 * @param history how many of the newest events to send first where there is no position to go on from
 */
public record RoomStart(String room, @Nullable StreamPosition position, int history) {

    SubscriptionStart subscription() {
        return position == null
                ? new SubscriptionStart.Newest(history)
                : new SubscriptionStart.After(position, history);
    }
}
