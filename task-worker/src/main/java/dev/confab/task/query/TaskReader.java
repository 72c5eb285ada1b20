package dev.confab.task.query;

import dev.confab.common.error.ConfabException;
import dev.confab.task.execution.QueueSlots;
import dev.confab.task.execution.TaskMetrics;
import dev.confab.task.lifecycle.TaskState;
import dev.confab.task.lifecycle.TaskView;
import dev.confab.task.lifecycle.TaskViewStore;
import dev.confab.task.lifecycle.Transactions;
import io.quarkus.runtime.Startup;
import jakarta.enterprise.context.ApplicationScoped;
import jakarta.inject.Inject;
import java.sql.SQLException;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import java.util.UUID;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import org.jspecify.annotations.Nullable;

/** Looks at tasks in the database, and shows in the metrics how many wait from the start of the worker on. */
@Startup
@ApplicationScoped
class TaskReader implements TaskQueryService {
    private final Transactions transactions;
    private final QueueSlots slots;
    private final EndWaiters waiters;
    private final Sample<Map<String, Long>> waiting;

    @Inject
    TaskReader(Transactions transactions, QueueSlots slots, TaskMetrics metrics, EndWaiters waiters) {
        this.transactions = transactions;
        this.slots = slots;
        this.waiters = waiters;
        waiting = new Sample<>(Map.of(), () -> transactions.autoCommit(QueryStore::waiting));
        slots.queues()
                .forEach(queue -> metrics.waiting(queue, () -> waiting.get().getOrDefault(queue, 0L)));
    }

    @Override
    public Optional<TaskView> find(UUID id) {
        return ask(connection -> TaskViewStore.find(connection, id));
    }

    @Override
    public Optional<TaskView> awaitEnd(UUID id, Duration atMost) throws InterruptedException {
        Optional<TaskView> found = find(id);
        if (found.isEmpty() || found.get().state().isFinal() || !atMost.isPositive()) {
            return found;
        }
        try {
            waiters.ended(id).get(atMost.toMillis(), TimeUnit.MILLISECONDS);
        } catch (TimeoutException notYet) {
            waiters.forget(id);
        } catch (ExecutionException failed) {
            throw ConfabException.of(failed);
        }
        return find(id);
    }

    @Override
    public TaskPage list(TaskFilter filter, @Nullable UUID after, int limit) {
        return TaskPage.of(ask(connection -> QueryStore.list(connection, filter, after, limit + 1)), limit);
    }

    @Override
    public List<QueueOverview> queues() {
        Map<String, QueueOverview> overviews = new TreeMap<>();
        slots.queues().forEach(queue -> overviews.put(queue, empty(queue)));
        for (QueryStore.QueueCount count : ask(QueryStore::counts)) {
            QueueOverview known = overviews.getOrDefault(count.queue(), empty(count.queue()));
            overviews.put(count.queue(), with(known, count));
        }
        return List.copyOf(overviews.values());
    }

    private QueueOverview empty(String queue) {
        return new QueueOverview(queue, slots.concurrency(queue), 0, 0, 0, 0, 0, null);
    }

    private static QueueOverview with(QueueOverview o, QueryStore.QueueCount count) {
        long n = count.count();
        TaskState state = count.state();
        return switch (state) {
            case PENDING ->
                new QueueOverview(
                        o.name(),
                        o.concurrency(),
                        n,
                        o.running(),
                        o.scheduled(),
                        o.retrying(),
                        o.dead(),
                        count.oldest());
            case STARTED ->
                new QueueOverview(
                        o.name(),
                        o.concurrency(),
                        o.waiting(),
                        n,
                        o.scheduled(),
                        o.retrying(),
                        o.dead(),
                        o.oldestWaiting());
            case SCHEDULED ->
                new QueueOverview(
                        o.name(),
                        o.concurrency(),
                        o.waiting(),
                        o.running(),
                        n,
                        o.retrying(),
                        o.dead(),
                        o.oldestWaiting());
            case RETRY ->
                new QueueOverview(
                        o.name(),
                        o.concurrency(),
                        o.waiting(),
                        o.running(),
                        o.scheduled(),
                        n,
                        o.dead(),
                        o.oldestWaiting());
            case FAILED ->
                new QueueOverview(
                        o.name(),
                        o.concurrency(),
                        o.waiting(),
                        o.running(),
                        o.scheduled(),
                        o.retrying(),
                        n,
                        o.oldestWaiting());
            case SUCCEEDED, REVOKED -> o;
        };
    }

    private <T> T ask(Transactions.Work<T> query) {
        try {
            return transactions.autoCommit(query);
        } catch (SQLException failure) {
            throw ConfabException.of(failure);
        }
    }
}
