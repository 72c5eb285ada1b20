package dev.confab.common.stream;

import java.sql.SQLException;
import java.util.List;
import org.jboss.logging.Logger;

/**
 * Brings one subscription from its position to the top of the stream, in pages from memory or the database and only as
 * fast as the receiver takes them; then the fan-out of the hub takes over in one step, without a gap and without a
 * repetition. Runs on a virtual thread.
 */
final class CatchUp implements Runnable {
    private static final Logger LOG = Logger.getLogger(CatchUp.class);

    private final StreamHub hub;
    private final HubSubscription subscription;
    private final HubContext context;

    /** What comes next for a subscription. */
    sealed interface Step {}

    /** It has reached the fan-out, which serves it from now on. */
    record Joined() implements Step {}

    /** The next events are at hand. */
    record Recent(List<DeliverableEvent> events) implements Step {}

    /** The next events are in the database, from this seq on. */
    record Stored(String epoch, long next) implements Step {}

    /** The subscription or the hub is closed. */
    record Ended() implements Step {}

    CatchUp(StreamHub hub, HubSubscription subscription, HubContext context) {
        this.hub = hub;
        this.subscription = subscription;
        this.context = context;
    }

    @Override
    public void run() {
        Backoff backoff = Backoff.forDatabase();
        try {
            while (!subscription.isEnded() && subscription.awaitCapacity()) {
                switch (hub.advance(subscription)) {
                    case Joined(), Ended() -> {
                        return;
                    }
                    case Recent(List<DeliverableEvent> events) -> deliver(events);
                    case Stored stored -> {
                        try {
                            deliverStored(stored);
                            backoff.reset();
                        } catch (SQLException failure) {
                            LOG.debugf(failure, "Catching up on stream %s waits for the database", hub.streamId());
                            backoff.pause();
                        }
                    }
                }
            }
            subscription.close();
        } catch (InterruptedException stop) {
            subscription.close();
            Thread.currentThread().interrupt();
        }
    }

    /**
     * One by one, each when there is room for it: the catch-ups of a connection's other rooms have seen the same room when
     * this one last looked.
     */
    private void deliver(List<DeliverableEvent> events) throws InterruptedException {
        for (DeliverableEvent event : events) {
            if (subscription.isEnded() || !subscription.awaitCapacity()) {
                return;
            }
            subscription.deliver(List.of(event));
        }
    }

    private void deliverStored(Stored stored) throws SQLException, InterruptedException {
        List<StreamEvent> page = context.store()
                .read(hub.streamId(), stored.next() - 1, context.settings().pageSize());
        if (page.isEmpty() || page.getFirst().seq() != stored.next()) {
            subscription.lose(HubFailure.cutHistory());
        } else if (page.stream().anyMatch(event -> !event.epoch().equals(stored.epoch()))) {
            hub.lose(HubFailure.otherHistory());
        } else {
            deliver(page.stream().map(DeliverableEvent::new).toList());
        }
    }
}
