package dev.confab.common.relay;

import java.sql.SQLException;
import org.jboss.logging.Logger;

/**
 * Has the database clear away what was deleted from the outboxes. Each round reads them from their oldest rows on and steps
 * over all that were deleted since they were cleared last; autovacuum comes once a minute at most, and by then a busy relay
 * spends most of its time on stepping. Used by one thread.
 */
final class OutboxVacuum {
    private static final Logger LOG = Logger.getLogger(OutboxVacuum.class);
    private static final int WORTH_IT = 2_000;
    /** Where a long transaction elsewhere keeps deleted rows alive, clearing takes ever longer and helps nothing. */
    private static final int REST = 50;

    private final RelayStore store;
    private int deleted;
    private long notBefore = System.nanoTime();

    OutboxVacuum(RelayStore store) {
        this.store = store;
    }

    /** So many rows were deleted. */
    void deleted(int rows) {
        deleted += rows;
    }

    /** Blocks for the time that clearing takes. */
    void clearIfDue() {
        long begin = System.nanoTime();
        if (deleted < WORTH_IT || begin - notBefore < 0) {
            return;
        }
        deleted = 0;
        try {
            store.vacuum();
        } catch (SQLException failure) {
            LOG.debug("The outboxes were not cleared; autovacuum will do it", failure);
        }
        long end = System.nanoTime();
        notBefore = end + REST * (end - begin);
    }
}
