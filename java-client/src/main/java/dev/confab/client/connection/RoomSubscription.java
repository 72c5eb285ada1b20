package dev.confab.client.connection;

import dev.confab.client.StreamPosition;
import java.util.concurrent.CompletableFuture;
import org.jspecify.annotations.Nullable;

/** A room that the connection is to be in, and how far it has come there. Used on the loop only. */
final class RoomSubscription {
    /** What to do with an event. */
    enum Verdict {
        DELIVER,
        /** Seen before. */
        DROP,
        /** One before it is missing, or it is of another incarnation of the stream: only resuming helps. */
        GAP
    }

    final String room;
    final CompletableFuture<JoinedRoom> joinedOnce = new CompletableFuture<>();
    private final JoinStart start;
    private @Nullable StreamPosition received;
    private boolean asked;
    private boolean joined;
    private long caughtUpAt;

    RoomSubscription(String room, JoinStart start) {
        this.room = room;
        this.start = start;
    }

    /** From where to join now. */
    JoinStart nextStart() {
        return received == null ? start : new JoinStart.After(received, 0);
    }

    @Nullable
    StreamPosition received() {
        return received;
    }

    /** This link has been asked to join. */
    void asked() {
        asked = true;
    }

    boolean isAsked() {
        return asked;
    }

    /** Whether this link's join has been answered. */
    boolean joined() {
        return joined;
    }

    /** Whether nothing that was there at joining is still to come. */
    boolean caughtUp() {
        return joined && received != null && received.seq() >= caughtUpAt;
    }

    void linkLost() {
        joined = false;
        asked = false;
    }

    /** Takes the answer to a join; returns the position after which events are missing, null when none are. */
    @Nullable
    StreamPosition onJoined(JoinedRoom answer) {
        StreamPosition asked =
                nextStart() instanceof JoinStart.After(StreamPosition position, int otherwise) ? position : null;
        joined = true;
        caughtUpAt = answer.top().seq();
        received = new StreamPosition(answer.top().epoch(), answer.from() - 1);
        boolean whole = asked == null || (answer.recovered() && asked.equals(received));
        return whole ? null : asked;
    }

    Verdict onEvent(StreamPosition position) {
        StreamPosition last = received;
        if (last == null || !last.epoch().equals(position.epoch()) || position.seq() > last.seq() + 1) {
            return Verdict.GAP;
        }
        if (position.seq() <= last.seq()) {
            return Verdict.DROP;
        }
        received = position;
        return Verdict.DELIVER;
    }
}
