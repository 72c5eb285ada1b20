package dev.confab.chat.protocol;

import dev.confab.chat.room.RoomAccess;
import dev.confab.chat.room.RoomVisit;
import io.quarkus.scheduler.Scheduled;
import io.smallrye.common.annotation.RunOnVirtualThread;
import jakarta.enterprise.context.ApplicationScoped;
import java.util.ArrayList;
import java.util.Iterator;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import org.jboss.logging.Logger;

/**
 * Looks again at everyone who is in a room when its settings have changed, because a public room that becomes private is
 * not for all of them any more. One query a second for all, however many they are.
 */
@ApplicationScoped
class VisitReview {

    private static final Logger LOG = Logger.getLogger(VisitReview.class);

    private static final int BATCH = 10_000;

    /** No longer than the connections of this node and their rooms are many. */
    private final Set<JoinedRoom> doubtful = ConcurrentHashMap.newKeySet();

    private final RoomAccess access;
    private final SessionEnd end;

    VisitReview(RoomAccess access, SessionEnd end) {
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

    @Scheduled(identity = "visit-review", every = "1s", concurrentExecution = Scheduled.ConcurrentExecution.SKIP)
    @RunOnVirtualThread
    void confirm() {
        List<JoinedRoom> batch = take();
        if (batch.isEmpty()) {
            return;
        }
        try {
            Map<RoomVisit, RoomAccess.Refusal> refused = access.refused(
                    batch.stream().map(VisitReview::visit).distinct().toList());
            for (JoinedRoom joined : batch) {
                RoomAccess.Refusal refusal = refused.get(visit(joined));
                if (refusal != null) {
                    end.removed(joined, RoomEnding.of(refusal));
                }
            }
        } catch (RuntimeException failure) {
            // Nothing can be said against them now; they are looked at again.
            doubtful.addAll(batch);
            LOG.debugf("Who is in rooms could not be reviewed: %s", failure.getMessage());
        }
    }

    private List<JoinedRoom> take() {
        List<JoinedRoom> batch = new ArrayList<>();
        for (Iterator<JoinedRoom> left = doubtful.iterator(); batch.size() < BATCH && left.hasNext(); ) {
            JoinedRoom joined = left.next();
            left.remove();
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
