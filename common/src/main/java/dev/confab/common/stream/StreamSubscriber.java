package dev.confab.common.stream;

import dev.confab.common.error.ConfabException;

/**
 * Receives a stream. The methods are called one at a time, never concurrently, by different threads over time (with the
 * visibility that one would expect). An exception from any of them ends this subscription (with {@link #onLost}) and
 * disturbs no other.
 */
public interface StreamSubscriber {
    /**
     * The next event: {@link StreamSubscription#from()}, then each seq one above the last. Called on a thread that serves
     * all receivers of the stream, so it must not block; a receiver that cannot keep up closes itself.
     */
    void onEvent(DeliverableEvent event);

    /**
     * Waits until there is room for a page of missed events. Called between pages of the catch-up, on a virtual thread.
     *
     * @return false if the receiver is gone and wants nothing more
     */
    boolean awaitCapacity() throws InterruptedException;

    /**
     * Delivery cannot go on whole and ends here: nothing was skipped before, nothing follows. The receiver has to
     * subscribe again with its position and will be told whether it could be continued. May come at any time, also
     * before {@link StreamSubscription#start()} and while {@link #awaitCapacity()} waits; it must not block.
     */
    void onLost(ConfabException cause);
}
