package dev.confab.task.lifecycle;

import dev.confab.common.outbox.Outbox;
import dev.confab.common.outbox.OutboxRecord;
import jakarta.enterprise.context.ApplicationScoped;
import jakarta.inject.Inject;
import java.sql.Connection;
import java.sql.SQLException;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.UUID;

/**
 * Ends attempts: the task's row, the run, the events and, for what has failed for good, the dead letter, all in the
 * caller's transaction. Whoever commits it calls {@link Outbox#committed()}.
 */
@ApplicationScoped
public class TaskEndings {
    private final TaskEvents events;
    private final Outbox outbox;

    @Inject
    public TaskEndings(TaskEvents events, Outbox outbox) {
        this.events = events;
        this.outbox = outbox;
    }

    /**
     * Applies the endings of attempts that are still current.
     *
     * @return what was changed; an ending that is not in it was fenced off
     */
    public List<TaskChange> end(Connection connection, List<Ending> endings, Instant now) throws SQLException {
        List<TaskChange> changes = EndingStore.end(connection, endings, now);
        EndingStore.keepAttempts(connection, changes, now);
        List<OutboxRecord> records = new ArrayList<>(events.ended(changes, now));
        List<TaskChange> dead = changes.stream()
                .filter(change -> change.state() == TaskState.FAILED)
                .toList();
        if (!dead.isEmpty()) {
            List<UUID> ids = dead.stream().map(TaskChange::id).toList();
            Map<UUID, EndingStore.Letter> letters = EndingStore.letters(connection, ids);
            for (TaskChange change : dead) {
                EndingStore.Letter letter = letters.get(change.id());
                if (letter != null) {
                    records.add(TaskEvents.deadLetter(change, letter, now));
                }
            }
        }
        outbox.add(connection, records);
        return changes;
    }
}
