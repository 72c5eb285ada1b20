package dev.confab.common.stream;

import jakarta.enterprise.context.ApplicationScoped;
import java.util.UUID;

/** Delivers the streams that somebody on this node listens to. */
@ApplicationScoped
public class StreamHubs {
    /**
     * Subscribes to a stream. Blocking when the stream is not open on this node yet (so: call on a virtual thread);
     * delivery begins with {@link StreamSubscription#start()}. Fails with a {@code ConfabException}: NOT_FOUND (no such
     * stream), UNAVAILABLE (the database cannot be reached).
     */
    public StreamSubscription subscribe(UUID streamId, SubscriptionStart start, StreamSubscriber subscriber) {
        throw new UnsupportedOperationException();
    }
}
