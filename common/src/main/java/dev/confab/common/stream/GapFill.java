package dev.confab.common.stream;

import dev.confab.common.stream.StreamStore.StreamTop;
import java.sql.SQLException;
import java.util.List;
import java.util.Set;
import org.jboss.logging.Logger;

/**
 * Reads events that did not arrive in time from the database, until none is missing. While the database is away it waits
 * and tries again: nothing is skipped. Runs on a virtual thread, one per hub at a time.
 */
final class GapFill implements Runnable {
    private static final Logger LOG = Logger.getLogger(GapFill.class);

    private final StreamHub hub;
    private final HubContext context;

    GapFill(StreamHub hub, HubContext context) {
        this.hub = hub;
        this.context = context;
    }

    @Override
    public void run() {
        Backoff backoff = Backoff.forDatabase();
        try {
            for (StreamPosition gap = hub.gap(); gap != null; gap = hub.gap()) {
                try {
                    if (fill(gap)) {
                        backoff.reset();
                    } else {
                        backoff.pause();
                    }
                } catch (SQLException failure) {
                    LOG.debugf(failure, "Filling a gap of stream %s waits for the database", hub.streamId());
                    backoff.pause();
                }
            }
        } catch (InterruptedException stop) {
            Thread.currentThread().interrupt();
        }
    }

    /** Whether something was found. */
    private boolean fill(StreamPosition gap) throws SQLException {
        List<StreamEvent> events = context.store()
                .read(hub.streamId(), gap.seq(), context.settings().pageSize());
        if (events.isEmpty()) {
            // Somebody has seen what the database does not hold: perhaps it has another history by now.
            StreamTop top = context.store().tops(Set.of(hub.streamId())).get(hub.streamId());
            hub.verify(top, gap.seq() + 1);
            return false;
        }
        if (!events.getFirst().epoch().equals(gap.epoch())) {
            hub.lose(HubFailure.otherHistory());
        } else if (events.getFirst().seq() != gap.seq() + 1) {
            hub.lose(HubFailure.cutHistory());
        } else {
            context.metrics().gapFilled();
            events.forEach(hub::offer);
        }
        return true;
    }
}
