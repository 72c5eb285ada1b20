package dev.confab.task.lifecycle;

import dev.confab.common.outbox.Outbox;
import dev.confab.common.outbox.OutboxRecord;
import jakarta.enterprise.context.ApplicationScoped;
import jakarta.inject.Inject;
import java.sql.Connection;
import java.sql.SQLException;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.UUID;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/**
 * Ends attempts: the task's row, the run, the events, the task that follows and, for what has failed for good, the dead
 * letter, all in the caller's transaction. Whoever commits it calls {@link Outbox#committed()}.
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
        List<NewTask> followers = new ArrayList<>(followersOf(endings, changes));
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
                    NewTask follower = Followers.afterFailure(change, letter);
                    if (follower != null) {
                        followers.add(follower);
                    }
                }
            }
        }
        if (!followers.isEmpty()) {
            // Nobody's yet: whoever has room claims them.
            Map<UUID, TaskChange> created = RequestStore.insert(connection, followers, "", now, Duration.ZERO);
            records.addAll(events.changed(TaskEvents.Kind.ACCEPTED, List.copyOf(created.values()), now));
        }
        outbox.add(connection, records);
        return changes;
    }

    /** Those whose ends were applied: the others were fenced off, and so is what would follow them. */
    private static List<NewTask> followersOf(List<Ending> endings, List<TaskChange> changes) {
        if (endings.stream().allMatch(ending -> ending.follower() == null)) {
            return List.of();
        }
        Set<UUID> applied = changes.stream().map(TaskChange::id).collect(Collectors.toSet());
        return endings.stream()
                .filter(ending -> applied.contains(ending.id()))
                .flatMap(ending -> Stream.ofNullable(ending.follower()))
                .toList();
    }
}
