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
 * @param watch whether the client wants the events only: then it is not in the room, nobody sees it there, and it is not
 *     told who comes, goes and types
 */
public record RoomStart(String room, @Nullable StreamPosition position, int history, boolean watch) {

    SubscriptionStart subscription() {
        return position == null
                ? new SubscriptionStart.Newest(history)
                : new SubscriptionStart.After(position, history);
    }
}
