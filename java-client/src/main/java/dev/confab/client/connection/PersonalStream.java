package dev.confab.client.connection;

import dev.confab.client.StreamPosition;
import org.jspecify.annotations.Nullable;

/** How far the connection has come in the user's own stream, which is joined by greeting. Used on the loop only. */
final class PersonalStream {
    private @Nullable StreamPosition received;

    /** The position to resume from; null the first time. */
    @Nullable
    StreamPosition position() {
        return received;
    }

    /** Takes a welcome; returns the position after which events are missing, null when none are. */
    @Nullable
    StreamPosition onWelcome(ServerFrame.Welcome welcome) {
        StreamPosition asked = received;
        if (asked != null && welcome.meRecovered()) {
            return null; // continues at asked.seq + 1
        }
        received = welcome.me();
        return asked;
    }

    RoomSubscription.Verdict onEvent(StreamPosition position) {
        StreamPosition last = received;
        if (last == null || !last.epoch().equals(position.epoch()) || position.seq() > last.seq() + 1) {
            return RoomSubscription.Verdict.GAP;
        }
        if (position.seq() <= last.seq()) {
            return RoomSubscription.Verdict.DROP;
        }
        received = position;
        return RoomSubscription.Verdict.DELIVER;
    }
}
