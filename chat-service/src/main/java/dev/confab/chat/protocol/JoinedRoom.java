package dev.confab.chat.protocol;

import dev.confab.chat.room.RoomRef;
import dev.confab.common.error.ConfabException;
import dev.confab.common.error.ErrorCode;
import dev.confab.common.stream.DeliverableEvent;
import dev.confab.common.stream.StreamSubscriber;
import dev.confab.common.stream.StreamSubscription;
import java.util.concurrent.atomic.AtomicLong;
import org.jspecify.annotations.Nullable;

/** A room that a session has joined, as the receiver of the room's stream. */
final class JoinedRoom implements StreamSubscriber {

    private final ChatSession session;
    private final RoomRef room;
    private final boolean watching;
    private final RoomGuard guard;
    private final AtomicLong seenSeq = new AtomicLong();
    private volatile @Nullable StreamSubscription subscription;
    private volatile boolean looking;

    JoinedRoom(ChatSession session, RoomRef room, boolean watching, RoomGuard guard) {
        this.session = session;
        this.room = room;
        this.watching = watching;
        this.guard = guard;
    }

    ChatSession session() {
        return session;
    }

    RoomRef room() {
        return room;
    }

    /** Whether the session has the events only and is not in the room. */
    boolean watching() {
        return watching;
    }

    void subscribed(StreamSubscription made) {
        subscription = made;
    }

    /** Where the stream stood when it was joined. */
    ServerFrame.Resumed stream() {
        StreamSubscription made = subscription;
        if (made == null) {
            throw new IllegalStateException("Not subscribed yet");
        }
        return new ServerFrame.Resumed(made.top(), made.from(), made.recovered());
    }

    void startSubscription() {
        StreamSubscription made = subscription;
        if (made != null) {
            made.start();
        }
    }

    /** Notes how far the client has come; false when that is nothing new. */
    boolean seen(long seq) {
        return seenSeq.getAndAccumulate(seq, Math::max) < seq;
    }

    /** The client wants to know who is there, or no longer. */
    void look(boolean looks) {
        looking = looks;
    }

    boolean looks() {
        return looking;
    }

    void closeSubscription() {
        StreamSubscription made = subscription;
        if (made != null) {
            made.close();
        }
    }

    @Override
    public void onEvent(DeliverableEvent event) {
        session.deliver(event);
        StreamSubscription made = subscription;
        // What happened before has been taken into account when the room was joined.
        if (made != null && event.seq() > made.top().seq()) {
            guard.happened(this, event.event());
        }
    }

    @Override
    public boolean awaitCapacity() throws InterruptedException {
        return session.connection().awaitCapacity();
    }

    @Override
    public void onLost(ConfabException cause) {
        if (cause.code() == ErrorCode.NOT_FOUND) {
            // The stream is gone, and its last event has not come this far.
            guard.lost(this, new RoomEnding.Deleted());
        } else {
            guard.lost(this, new RoomEnding.Lost(cause));
        }
    }
}
