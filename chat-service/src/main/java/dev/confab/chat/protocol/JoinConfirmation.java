package dev.confab.chat.protocol;

import dev.confab.chat.room.RoomAccess;
import dev.confab.chat.room.RoomVisit;
import io.quarkus.scheduler.Scheduled;
import io.smallrye.common.annotation.RunOnVirtualThread;
import jakarta.enterprise.context.ApplicationScoped;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Queue;
import java.util.concurrent.ConcurrentLinkedQueue;
import org.jboss.logging.Logger;

/**
 * Looks again at who has joined a room, and at everyone when a room's settings change. A right that ends while somebody
 * is coming in (after it was checked, before the room's events are received) is seen here, within about a second, and so
 * is a public room that becomes private. One query for all, however many join.
 */
@ApplicationScoped
class JoinConfirmation {

    private static final Logger LOG = Logger.getLogger(JoinConfirmation.class);

    private static final int BATCH = 10_000;

    /** No longer than the connections of this node and their rooms are many. */
    private final Queue<JoinedRoom> doubtful = new ConcurrentLinkedQueue<>();

    private final RoomAccess access;
    private final SessionEnd end;

    JoinConfirmation(RoomAccess access, SessionEnd end) {
        this.access = access;
        this.end = end;
    }

    /** Has it looked at soon. Never blocks. */
    void add(JoinedRoom joined) {
        // Guests can be nowhere but in public rooms, and staff everywhere.
        if (!joined.session().user().isStaff()) {
            doubtful.add(joined);
        }
    }

    @Scheduled(identity = "join-confirmation", every = "1s", concurrentExecution = Scheduled.ConcurrentExecution.SKIP)
    @RunOnVirtualThread
    void confirm() {
        List<JoinedRoom> batch = take();
        if (batch.isEmpty()) {
            return;
        }
        try {
            Map<RoomVisit, RoomAccess.Refusal> refused = access.refused(
                    batch.stream().map(JoinConfirmation::visit).distinct().toList());
            for (JoinedRoom joined : batch) {
                RoomAccess.Refusal refusal = refused.get(visit(joined));
                if (refusal != null) {
                    end.removed(joined, RoomEnding.of(refusal));
                }
            }
        } catch (RuntimeException failure) {
            // Nothing can be said against them now; they are looked at again.
            doubtful.addAll(batch);
            LOG.debugf("Who has joined could not be confirmed: %s", failure.getMessage());
        }
    }

    private List<JoinedRoom> take() {
        List<JoinedRoom> batch = new ArrayList<>();
        while (batch.size() < BATCH) {
            JoinedRoom joined = doubtful.poll();
            if (joined == null) {
                return batch;
            }
            if (!joined.session().connection().isClosing()) {
                batch.add(joined);
            }
        }
        return batch;
    }

    private static RoomVisit visit(JoinedRoom joined) {
        return new RoomVisit(joined.room().id(), joined.session().user().id());
    }
}
