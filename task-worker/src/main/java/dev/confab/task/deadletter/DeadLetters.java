package dev.confab.task.deadletter;

import dev.confab.common.error.ConfabException;
import dev.confab.common.error.ErrorCode;
import dev.confab.common.outbox.Outbox;
import dev.confab.task.execution.TaskEngine;
import dev.confab.task.lifecycle.TaskChange;
import dev.confab.task.lifecycle.TaskClock;
import dev.confab.task.lifecycle.TaskEvents;
import dev.confab.task.lifecycle.TaskState;
import dev.confab.task.lifecycle.TaskView;
import dev.confab.task.lifecycle.TaskViewStore;
import dev.confab.task.lifecycle.Transactions;
import dev.confab.task.query.TaskPage;
import jakarta.enterprise.context.ApplicationScoped;
import jakarta.inject.Inject;
import java.sql.SQLException;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import java.util.UUID;
import org.jspecify.annotations.Nullable;

/** The dead letters in the database, which are tasks in the state {@link TaskState#FAILED}. */
@ApplicationScoped
class DeadLetters implements DeadLetterService {
    private final Transactions transactions;
    private final Outbox outbox;
    private final TaskEvents events;
    private final TaskClock clock;
    private final TaskEngine engine;

    @Inject
    DeadLetters(Transactions transactions, Outbox outbox, TaskEvents events, TaskClock clock, TaskEngine engine) {
        this.transactions = transactions;
        this.outbox = outbox;
        this.events = events;
        this.clock = clock;
        this.engine = engine;
    }

    @Override
    public TaskPage list(DeadLetterFilter filter, @Nullable UUID after, int limit) {
        return ask(connection -> TaskPage.of(DeadLetterStore.list(connection, filter, after, limit + 1), limit));
    }

    @Override
    public Optional<TaskView> find(UUID id) {
        return ask(connection -> TaskViewStore.find(connection, id)).filter(task -> task.state() == TaskState.FAILED);
    }

    @Override
    public TaskView replay(UUID id) {
        List<TaskChange> replayed =
                replaying(now -> connection -> DeadLetterStore.replay(connection, List.of(id), now));
        TaskView task = ask(connection -> TaskViewStore.find(connection, id))
                .orElseThrow(() -> new ConfabException(ErrorCode.TASK_NOT_FOUND, "There is no such task."));
        if (replayed.isEmpty()) {
            throw new ConfabException(
                    ErrorCode.CONFLICT,
                    "The task is not dead, it is " + task.state().text() + ".");
        }
        return task;
    }

    @Override
    public int replay(DeadLetterFilter filter, int limit) {
        return replaying(now -> connection ->
                        DeadLetterStore.replay(connection, DeadLetterStore.oldest(connection, filter, limit), now))
                .size();
    }

    /** What is to be done at a certain time. */
    private interface Timed {
        Transactions.Work<List<TaskChange>> at(Instant now);
    }

    private List<TaskChange> replaying(Timed work) {
        Instant now = clock.now();
        try {
            List<TaskChange> replayed = transactions.call(connection -> {
                List<TaskChange> changes = work.at(now).run(connection);
                outbox.add(connection, events.changed(TaskEvents.Kind.RETRY, changes, now));
                return changes;
            });
            if (!replayed.isEmpty()) {
                engine.lookForWaiting();
            }
            return replayed;
        } catch (SQLException failure) {
            throw ConfabException.of(failure);
        }
    }

    private <T> T ask(Transactions.Work<T> query) {
        try {
            return transactions.autoCommit(query);
        } catch (SQLException failure) {
            throw ConfabException.of(failure);
        }
    }
}
