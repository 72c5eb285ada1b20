package dev.confab.task.execution;

import dev.confab.task.lifecycle.TaskConfig;
import jakarta.enterprise.context.ApplicationScoped;
import jakarta.inject.Inject;
import java.util.HashMap;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;

/**
 * How many tasks of each queue this worker may still start. A slot is reserved before a task is taken, and released when
 * its end is committed: so nothing is taken that could not be started at once.
 */
@ApplicationScoped
public class QueueSlots {
    private final Map<String, Queue> queues = new TreeMap<>();
    private boolean closed;

    private static final class Queue {
        final int concurrency;
        int used;
        /** There may be tasks in the database that are to come first. */
        boolean backlog = true;

        Queue(int concurrency) {
            this.concurrency = concurrency;
        }
    }

    @Inject
    public QueueSlots(TaskConfig config) {
        config.queues().forEach((name, settings) -> {
            if (settings.concurrency() < 1) {
                throw new IllegalArgumentException("confab.tasks.queues." + name + ".concurrency is not positive");
            }
            queues.put(name, new Queue(settings.concurrency()));
        });
    }

    public Set<String> queues() {
        return Set.copyOf(queues.keySet());
    }

    public int concurrency(String queue) {
        Queue known = queues.get(queue);
        return known == null ? 0 : known.concurrency;
    }

    public synchronized int used(String queue) {
        Queue known = queues.get(queue);
        return known == null ? 0 : known.used;
    }

    public synchronized int used() {
        return queues.values().stream().mapToInt(queue -> queue.used).sum();
    }

    /** Reserves a slot for a task that has just come, unless others wait in the database. */
    public synchronized boolean tryReserveForNew(String queue) {
        Queue known = queues.get(queue);
        if (closed || known == null || known.backlog || known.used >= known.concurrency) {
            return false;
        }
        known.used++;
        return true;
    }

    /** Reserves all that is free; queues without room are left out. */
    synchronized Map<String, Integer> reserveAll() {
        Map<String, Integer> rooms = new HashMap<>();
        if (!closed) {
            queues.forEach((name, queue) -> {
                int room = queue.concurrency - queue.used;
                if (room > 0) {
                    rooms.put(name, room);
                    queue.used += room;
                }
            });
        }
        return rooms;
    }

    public synchronized void release(String queue, int slots) {
        Queue known = queues.get(queue);
        if (known != null) {
            known.used -= slots;
        }
    }

    /** Tasks wait in the database: what comes new has to wait behind them until {@link #drained}. */
    public synchronized void backlog(String queue) {
        Queue known = queues.get(queue);
        if (known != null) {
            known.backlog = true;
        }
    }

    /** Whether tasks may wait in the database. */
    synchronized boolean hasBacklog(String queue) {
        Queue known = queues.get(queue);
        return known != null && known.backlog;
    }

    /** Nothing waits in the database, as far as a look at it can tell. */
    synchronized void drained(String queue) {
        Queue known = queues.get(queue);
        if (known != null) {
            known.backlog = false;
        }
    }

    /** From now on nothing is reserved. */
    synchronized void close() {
        closed = true;
    }
}
