package dev.confab.task.schedule;

import dev.confab.common.error.ConfabException;
import dev.confab.common.error.ErrorCode;
import dev.confab.common.task.TaskRequest;
import dev.confab.task.background.BackgroundLoop;
import dev.confab.task.execution.QueueSlots;
import dev.confab.task.execution.TaskEngine;
import dev.confab.task.handler.HandlerRegistry;
import dev.confab.task.intake.TaskIntake;
import dev.confab.task.lifecycle.NewTask;
import dev.confab.task.lifecycle.TaskClock;
import dev.confab.task.lifecycle.TaskState;
import dev.confab.task.lifecycle.Transactions;
import jakarta.enterprise.context.ApplicationScoped;
import jakarta.inject.Inject;
import java.sql.SQLException;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.Set;
import java.util.TreeMap;
import java.util.concurrent.ConcurrentHashMap;
import org.jboss.logging.Logger;

/**
 * Fires schedules. Every worker does; a tick is a row whose key is (schedule, time), and the task is stored in the same
 * transaction: so a tick that is fired has its task, and no tick is run twice, whoever dies when.
 */
@ApplicationScoped
public class ScheduleTicker implements ScheduleQueryService {
    private static final Logger LOG = Logger.getLogger(ScheduleTicker.class);
    private static final Duration LONGEST_SLEEP = Duration.ofSeconds(5);
    private static final Duration SHORTEST_SLEEP = Duration.ofMillis(20);
    private static final Duration AFTER_FAILURE = Duration.ofSeconds(2);
    /** A tick that is older than this was missed. */
    private static final Duration LATE = Duration.ofMinutes(1);

    private final ScheduleConfig config;
    private final HandlerRegistry handlers;
    private final QueueSlots slots;
    private final Transactions transactions;
    private final TaskIntake intake;
    private final TaskEngine engine;
    private final TaskClock clock;
    private final Map<String, Schedule> schedules = new TreeMap<>();
    private final BackgroundLoop loop = new BackgroundLoop("task-schedules", this::tick);
    private final Set<String> registered = ConcurrentHashMap.newKeySet();
    private final Set<String> failing = ConcurrentHashMap.newKeySet();

    @Inject
    ScheduleTicker(
            ScheduleConfig config,
            HandlerRegistry handlers,
            QueueSlots slots,
            Transactions transactions,
            TaskIntake intake,
            TaskEngine engine,
            TaskClock clock) {
        this.config = config;
        this.handlers = handlers;
        this.slots = slots;
        this.transactions = transactions;
        this.intake = intake;
        this.engine = engine;
        this.clock = clock;
        config.tasks().forEach((name, entry) -> schedules.put(name, read(name, entry)));
    }

    /** Begins to fire, if this process is to do so. */
    public void start() {
        if (config.enabled() && !schedules.isEmpty()) {
            loop.start();
        }
    }

    public void stop() {
        loop.close();
    }

    @Override
    public List<ScheduleView> schedules() {
        Instant now = clock.now();
        try {
            Map<String, Instant> fires = transactions.autoCommit(
                    connection -> ScheduleStore.lastFires(connection, List.copyOf(schedules.keySet())));
            return schedules.values().stream()
                    .map(schedule -> new ScheduleView(
                            schedule.name(),
                            schedule.type(),
                            schedule.queue(),
                            schedule.timing().text(),
                            schedule.zone().getId(),
                            schedule.catchUp().name().toLowerCase(Locale.ROOT),
                            fires.get(schedule.name()),
                            schedule.next(now)))
                    .toList();
        } catch (SQLException failure) {
            throw ConfabException.of(failure);
        }
    }

    private Duration tick() {
        Instant now = clock.now();
        fireAll(now);
        Duration untilNext = schedules.values().stream()
                .map(schedule -> schedule.next(now))
                .filter(Objects::nonNull)
                .min(Comparator.naturalOrder())
                .map(next -> sleep(Duration.between(clock.now(), next)))
                .orElse(LONGEST_SLEEP);
        return failing.isEmpty() || untilNext.compareTo(AFTER_FAILURE) < 0 ? untilNext : AFTER_FAILURE;
    }

    /** Fires what is due of all schedules; one that fails keeps none of the others. How many tasks there are of it. */
    int fireAll(Instant now) {
        int fired = 0;
        for (Schedule schedule : schedules.values()) {
            try {
                register(schedule, now);
                fired += fire(schedule, now);
                if (failing.remove(schedule.name())) {
                    LOG.infof("The schedule %s goes on", schedule.name());
                }
            } catch (SQLException | RuntimeException failure) {
                tell(schedule, failure);
            }
        }
        return fired;
    }

    /** Once for each failure, however often it is tried again. */
    private void tell(Schedule schedule, Exception failure) {
        if (!failing.add(schedule.name())) {
            LOG.debugf(failure, "The schedule %s still fails", schedule.name());
        } else if (ConfabException.of(failure).code() == ErrorCode.UNAVAILABLE) {
            LOG.warnf("The schedule %s waits for the database: %s", schedule.name(), failure.getMessage());
        } else {
            LOG.errorf(failure, "The schedule %s failed and is tried again", schedule.name());
        }
    }

    private void register(Schedule schedule, Instant now) throws SQLException {
        if (!registered.contains(schedule.name())) {
            transactions.call(connection -> {
                ScheduleStore.register(connection, schedule.name(), schedule.definition(), now);
                return schedule;
            });
            registered.add(schedule.name());
        }
    }

    /** Fires what is due of one schedule, unless another worker is doing so. How many tasks there are of it. */
    private int fire(Schedule schedule, Instant now) throws SQLException {
        int fired = transactions.call(connection -> {
            Optional<Instant> doneUntil = ScheduleStore.take(connection, schedule.name(), schedule.definition());
            if (doneUntil.isEmpty()) {
                return 0;
            }
            List<NewTask> tasks = new ArrayList<>();
            for (Instant tick : schedule.ticks(doneUntil.get(), now, LATE)) {
                TaskRequest request = schedule.request(tick);
                if (ScheduleStore.fire(connection, schedule.name(), tick, request.id())) {
                    tasks.add(new NewTask(request, TaskState.PENDING, null));
                }
            }
            ScheduleStore.done(connection, schedule.name(), now);
            return intake.store(connection, tasks, now).size();
        });
        if (fired > 0) {
            LOG.debugf("%s fired %d tasks", schedule.name(), fired);
            engine.lookForWaiting();
        }
        return fired;
    }

    private Schedule read(String name, ScheduleConfig.Entry entry) {
        String queue = handlers.find(entry.type())
                .map(handler -> handler.options().queue())
                .orElseThrow(() -> new IllegalStateException(
                        "the schedule " + name + " wants the type " + entry.type() + ", which has no handler"));
        Schedule schedule = Schedule.of(name, entry, queue);
        if (!slots.queues().contains(schedule.queue())) {
            throw new IllegalStateException("the schedule " + name + " wants the queue " + schedule.queue()
                    + ", which confab.tasks.queues does not have");
        }
        return schedule;
    }

    private static Duration sleep(Duration left) {
        if (left.compareTo(SHORTEST_SLEEP) < 0) {
            return SHORTEST_SLEEP;
        }
        return left.compareTo(LONGEST_SLEEP) < 0 ? left : LONGEST_SLEEP;
    }
}
