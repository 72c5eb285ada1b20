package dev.confab.bench;

import dev.confab.client.rest.Page;
import dev.confab.client.rest.Task;
import dev.confab.client.rest.TasksApi;
import java.time.Duration;
import java.time.Instant;
import java.util.HashMap;
import java.util.Map;
import java.util.UUID;
import org.HdrHistogram.Histogram;
import org.jspecify.annotations.Nullable;

/**
 * Every task of one run, by number: when it was due, when Kafka had it, and what task-worker says became of it. Written by
 * the sender and the producer's thread, read when both are done.
 */
final class TaskLedger {
    private static final int PAGE = 200;
    private static final long LONGEST_NANOS = 600_000_000_000L;

    private final @Nullable Instant[] due;
    private final @Nullable Instant[] taken;
    private final @Nullable Task[] found;
    private final int first;
    private final Map<String, Integer> numbers = new HashMap<>();
    private long strangers;

    /**
     * @param first tasks before this one only warm up: they are checked, not timed
     */
    TaskLedger(int tasks, int first) {
        due = new Instant[tasks];
        taken = new Instant[tasks];
        found = new Task[tasks];
        this.first = first;
    }

    /** The id of a task that is due now. */
    UUID due(int number, Instant time) {
        UUID id = UUID.randomUUID();
        numbers.put(id.toString(), number);
        due[number] = time;
        return id;
    }

    /** Kafka has acknowledged it. */
    void taken(int number, Instant time) {
        taken[number] = time;
    }

    /** Those that Kafka has acknowledged and that were not seen to end. */
    long unfinished() {
        long count = 0;
        for (int number = 0; number < due.length; number++) {
            Task task = found[number];
            count += taken[number] != null && (task == null || !task.ended()) ? 1 : 0;
        }
        return count;
    }

    /** Asks task-worker for all of them. */
    void read(TasksApi tasks, String queue) {
        strangers = 0;
        String after = null;
        do {
            Page<Task> page = tasks.list(null, queue, "echo", after, PAGE);
            for (Task task : page.items()) {
                Integer number = numbers.get(task.id());
                if (number == null) {
                    strangers++;
                } else {
                    found[number] = task;
                }
            }
            after = page.next();
        } while (after != null);
    }

    TasksReport report(int workers, int concurrency, CpuUse cpu) {
        Histogram toTaken = new Histogram(LONGEST_NANOS, 3);
        Histogram toStart = new Histogram(LONGEST_NANOS, 3);
        Histogram toEnd = new Histogram(LONGEST_NANOS, 3);
        Span submitted = new Span();
        Span started = new Span();
        Span ended = new Span();
        long lost = 0;
        long failed = 0;
        long doubled = strangers;
        for (int number = 0; number < due.length; number++) {
            Instant from = due[number];
            Task task = found[number];
            if (from == null || taken[number] == null) {
                failed++;
            } else if (task == null || !task.ended()) {
                lost++;
            } else if (!task.state().equals("succeeded")) {
                failed++;
            } else {
                doubled += task.attempt() > 1 ? 1 : 0;
                if (number >= first) {
                    record(toTaken, submitted, from, taken[number]);
                    record(toStart, started, from, task.startedAt());
                    record(toEnd, ended, from, task.endedAt());
                }
            }
        }
        return new TasksReport(
                due.length - first,
                workers,
                concurrency,
                submitted.perSecond(),
                started.perSecond(),
                ended.perSecond(),
                Latency.of(toTaken),
                Latency.of(toStart),
                Latency.of(toEnd),
                cpu,
                lost,
                failed,
                doubled);
    }

    private static void record(Histogram histogram, Span span, Instant from, @Nullable Instant to) {
        if (to != null) {
            histogram.recordValue(Math.clamp(Duration.between(from, to).toNanos(), 0, LONGEST_NANOS));
            span.add(from, to);
        }
    }

    /** From the first that was due to the last that got there. */
    private static final class Span {
        private Instant begin = Instant.MAX;
        private Instant end = Instant.MIN;
        private long count;

        void add(Instant from, Instant to) {
            begin = from.isBefore(begin) ? from : begin;
            end = to.isAfter(end) ? to : end;
            count++;
        }

        double perSecond() {
            return count == 0
                    ? 0
                    : count / Math.max(1e-3, Duration.between(begin, end).toNanos() / 1e9);
        }
    }
}
