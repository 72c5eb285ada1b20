package dev.confab.task.intake;

import dev.confab.common.error.ConfabException;
import dev.confab.common.error.ErrorCode;
import dev.confab.common.outbox.Outbox;
import dev.confab.common.outbox.OutboxRecord;
import dev.confab.common.task.TaskRequest;
import dev.confab.task.execution.QueueSlots;
import dev.confab.task.execution.TaskEngine;
import dev.confab.task.execution.TaskMetrics;
import dev.confab.task.execution.WorkerIdentity;
import dev.confab.task.handler.HandlerRegistry;
import dev.confab.task.lifecycle.ClaimedTask;
import dev.confab.task.lifecycle.NewTask;
import dev.confab.task.lifecycle.RequestStore;
import dev.confab.task.lifecycle.TaskChange;
import dev.confab.task.lifecycle.TaskClock;
import dev.confab.task.lifecycle.TaskConfig;
import dev.confab.task.lifecycle.TaskError;
import dev.confab.task.lifecycle.TaskErrors;
import dev.confab.task.lifecycle.TaskEvents;
import dev.confab.task.lifecycle.TaskLinks;
import dev.confab.task.lifecycle.TaskState;
import dev.confab.task.lifecycle.TaskView;
import dev.confab.task.lifecycle.TaskViewStore;
import dev.confab.task.lifecycle.Transactions;
import jakarta.enterprise.context.ApplicationScoped;
import jakarta.inject.Inject;
import java.sql.Connection;
import java.sql.SQLException;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.UUID;

/**
 * Stores requests, each once. As many as this worker has room for are stored as already claimed, in the same statement, and
 * start when it is committed; the others wait in the database for whoever has room first.
 */
@ApplicationScoped
public class TaskIntake implements TaskSubmissionService {
    private static final TaskError TOO_LATE =
            new TaskError(TaskErrors.EXPIRED, "Its time was over when the request came.");

    private final Transactions transactions;
    private final Outbox outbox;
    private final TaskEvents events;
    private final TaskConfig config;
    private final TaskClock clock;
    private final WorkerIdentity worker;
    private final QueueSlots slots;
    private final TaskEngine engine;
    private final HandlerRegistry handlers;
    private final TaskMetrics metrics;

    @Inject
    public TaskIntake(
            Transactions transactions,
            Outbox outbox,
            TaskEvents events,
            TaskConfig config,
            TaskClock clock,
            WorkerIdentity worker,
            QueueSlots slots,
            TaskEngine engine,
            HandlerRegistry handlers,
            TaskMetrics metrics) {
        this.transactions = transactions;
        this.outbox = outbox;
        this.events = events;
        this.config = config;
        this.clock = clock;
        this.worker = worker;
        this.slots = slots;
        this.engine = engine;
        this.handlers = handlers;
        this.metrics = metrics;
    }

    @Override
    public Submission submit(TaskRequest request) {
        if (handlers.find(request.type()).isEmpty()) {
            throw unknownType(request.type());
        }
        if (!slots.queues().contains(request.queue())) {
            throw new ConfabException(ErrorCode.UNKNOWN_QUEUE, "There is no queue " + request.queue() + ".");
        }
        try {
            boolean created = accept(List.of(request), List.of()) > 0;
            TaskView task = transactions
                    .autoCommit(connection -> TaskViewStore.find(connection, request.id()))
                    .orElseThrow(() ->
                            new ConfabException(ErrorCode.TASK_NOT_FOUND, "The task has been deleted meanwhile."));
            return new Submission(task, created);
        } catch (SQLException failure) {
            throw ConfabException.of(failure);
        }
    }

    @Override
    public String defaultQueue(String type) {
        return handlers.find(type).map(handler -> handler.options().queue()).orElseThrow(() -> unknownType(type));
    }

    /**
     * Stores those that are new and starts what there is room for. When it returns everything is committed.
     *
     * @param others records to be published in the same transaction
     * @return how many were new
     */
    int accept(List<TaskRequest> requests, List<OutboxRecord> others) throws SQLException {
        Instant now = clock.now();
        Map<String, Integer> reserved = new HashMap<>();
        List<ClaimedTask> toRun = new ArrayList<>();
        try {
            List<NewTask> tasks = place(requests, now, reserved);
            Map<UUID, TaskChange> created = transactions.call(connection -> {
                outbox.add(connection, others);
                return store(connection, tasks, now);
            });
            for (NewTask task : tasks) {
                TaskChange change = created.get(task.request().id());
                if (change != null && change.state() == TaskState.STARTED) {
                    toRun.add(claimed(task.request(), change, now));
                    reserved.merge(task.request().queue(), -1, Integer::sum);
                }
            }
            count(requests.size(), created);
            engine.run(toRun);
            wake(created);
            return created.size();
        } finally {
            reserved.forEach(slots::release);
        }
    }

    /** Inserts tasks in the caller's transaction, with their events. Nothing of it is started here. */
    public Map<UUID, TaskChange> store(Connection connection, List<NewTask> tasks, Instant now) throws SQLException {
        if (tasks.isEmpty()) {
            return Map.of();
        }
        Map<UUID, TaskChange> created = RequestStore.insert(connection, tasks, worker.id(), now, config.lease());
        if (events.enabled()) {
            List<TaskChange> all = List.copyOf(created.values());
            outbox.add(connection, events.changed(TaskEvents.Kind.ACCEPTED, all, now));
            outbox.add(connection, events.changed(TaskEvents.Kind.STARTED, in(TaskState.STARTED, all), now));
            outbox.add(connection, events.changed(TaskEvents.Kind.CANCELLED, in(TaskState.REVOKED, all), now));
        }
        return created;
    }

    /** What each request begins as, the most important first as long as there is room; the first of each id. */
    private List<NewTask> place(List<TaskRequest> requests, Instant now, Map<String, Integer> reserved) {
        Map<UUID, TaskRequest> distinct = new LinkedHashMap<>();
        requests.forEach(request -> distinct.putIfAbsent(request.id(), request));
        return distinct.values().stream()
                .sorted(Comparator.comparingInt(TaskRequest::priority).reversed())
                .map(request -> place(request, now, reserved))
                .toList();
    }

    private NewTask place(TaskRequest request, Instant now, Map<String, Integer> reserved) {
        Instant due = request.dueAt();
        Instant expires = request.expiresAt();
        if (expires != null && !expires.isAfter(now)) {
            return new NewTask(request, TaskState.REVOKED, TOO_LATE);
        }
        if (due != null && due.isAfter(now)) {
            return new NewTask(request, TaskState.SCHEDULED, null);
        }
        if (config.execution() && slots.tryReserveForNew(request.queue())) {
            reserved.merge(request.queue(), 1, Integer::sum);
            return new NewTask(request, TaskState.STARTED, null);
        }
        return new NewTask(request, TaskState.PENDING, null);
    }

    private void wake(Map<UUID, TaskChange> created) {
        boolean waiting = false;
        boolean scheduled = false;
        for (TaskChange change : created.values()) {
            waiting |= change.state() == TaskState.PENDING;
            scheduled |= change.state() == TaskState.SCHEDULED;
        }
        if (waiting) {
            engine.lookForWaiting();
        }
        if (scheduled) {
            engine.lookForDue();
        }
    }

    private void count(int requests, Map<UUID, TaskChange> created) {
        Map<String, Integer> queues = new HashMap<>();
        created.values().forEach(change -> queues.merge(change.queue(), 1, Integer::sum));
        queues.forEach(metrics::accepted);
        metrics.repeated(requests - created.size());
    }

    private static List<TaskChange> in(TaskState state, List<TaskChange> changes) {
        return changes.stream().filter(change -> change.state() == state).toList();
    }

    private static ClaimedTask claimed(TaskRequest request, TaskChange change, Instant now) {
        return new ClaimedTask(
                request.id(),
                request.type(),
                request.queue(),
                request.payload().toString(),
                change.attempt(),
                0,
                0,
                request.maxRetries(),
                request.source(),
                request.requestId(),
                request.traceParent(),
                change.readyAt(),
                now,
                request.expiresAt(),
                TaskLinks.of(request));
    }

    private static ConfabException unknownType(String type) {
        return new ConfabException(ErrorCode.UNKNOWN_TASK_TYPE, "No handler knows the type " + type + ".");
    }
}
