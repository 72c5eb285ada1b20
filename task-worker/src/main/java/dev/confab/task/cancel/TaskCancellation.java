package dev.confab.task.cancel;

import dev.confab.common.error.ConfabException;
import dev.confab.common.error.ErrorCode;
import dev.confab.common.outbox.Outbox;
import dev.confab.task.execution.TaskEngine;
import dev.confab.task.lifecycle.CancelStore;
import dev.confab.task.lifecycle.TaskChange;
import dev.confab.task.lifecycle.TaskClock;
import dev.confab.task.lifecycle.TaskEvents;
import dev.confab.task.lifecycle.TaskState;
import dev.confab.task.lifecycle.TaskView;
import dev.confab.task.lifecycle.TaskViewStore;
import dev.confab.task.lifecycle.Transactions;
import jakarta.enterprise.context.ApplicationScoped;
import jakarta.inject.Inject;
import java.sql.SQLException;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import java.util.UUID;

/** Writes cancellations down; workers see them in the database, this one at once. */
@ApplicationScoped
class TaskCancellation implements TaskCancelService {
    private final Transactions transactions;
    private final Outbox outbox;
    private final TaskEvents events;
    private final TaskClock clock;
    private final TaskEngine engine;

    @Inject
    TaskCancellation(Transactions transactions, Outbox outbox, TaskEvents events, TaskClock clock, TaskEngine engine) {
        this.transactions = transactions;
        this.outbox = outbox;
        this.events = events;
        this.clock = clock;
        this.engine = engine;
    }

    @Override
    public TaskView cancel(UUID id) {
        try {
            TaskView task = transactions.call(connection -> {
                Instant now = clock.now();
                Optional<TaskChange> revoked = CancelStore.revokeWaiting(connection, id, now);
                if (revoked.isPresent()) {
                    outbox.add(connection, events.changed(TaskEvents.Kind.CANCELLED, List.of(revoked.get()), now));
                } else {
                    CancelStore.askRunning(connection, id, now);
                }
                return TaskViewStore.find(connection, id)
                        .orElseThrow(() -> new ConfabException(ErrorCode.TASK_NOT_FOUND, "There is no such task."));
            });
            if (task.state() == TaskState.STARTED) {
                engine.lookForCancels();
            } else if (task.state() != TaskState.REVOKED) {
                throw new ConfabException(
                        ErrorCode.CONFLICT, "The task has " + task.state().text() + " already.");
            }
            return task;
        } catch (SQLException failure) {
            throw ConfabException.of(failure);
        }
    }
}
