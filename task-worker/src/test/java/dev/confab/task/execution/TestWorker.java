package dev.confab.task.execution;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import dev.confab.common.kafka.KafkaTopicConfig;
import dev.confab.common.outbox.Outbox;
import dev.confab.common.stream.TestSettings;
import dev.confab.common.task.TaskRequest;
import dev.confab.common.trace.Tracing;
import dev.confab.common.trace.TracingConfig;
import dev.confab.common.transaction.CallerTransaction;
import dev.confab.task.handler.HandlerRegistry;
import dev.confab.task.handler.TaskContext;
import dev.confab.task.handler.TaskHandler;
import dev.confab.task.handler.TaskOptions;
import dev.confab.task.intake.TaskIntake;
import dev.confab.task.lifecycle.TaskClock;
import dev.confab.task.lifecycle.TaskConfig;
import dev.confab.task.lifecycle.TaskEndings;
import dev.confab.task.lifecycle.TaskEvents;
import dev.confab.task.lifecycle.TaskView;
import dev.confab.task.lifecycle.TaskViewStore;
import dev.confab.task.lifecycle.Transactions;
import io.micrometer.core.instrument.simple.SimpleMeterRegistry;
import io.opentelemetry.api.OpenTelemetry;
import java.sql.Connection;
import java.sql.SQLException;
import java.time.Duration;
import java.time.InstantSource;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.UUID;
import javax.sql.DataSource;
import org.jspecify.annotations.Nullable;

/** A worker on a database, put together by hand, without a broker. Its leases last an hour. */
public final class TestWorker implements AutoCloseable {
    public final TaskConfig config;
    public final Transactions transactions;
    public final TaskClock clock;
    public final QueueSlots slots;
    public final HandlerRegistry handlers;
    public final TaskEngine engine;
    public final TaskIntake intake;
    private boolean dead;

    /** What a handler does in a test. */
    public interface Work {
        @Nullable
        Object run(JsonNode payload, TaskContext context) throws Exception;
    }

    /** A handler of the type {@code work}, as the test has it, without limits of time. */
    public static TaskHandler<JsonNode> handler(Work work) {
        return new TaskHandler<>() {
            @Override
            public String type() {
                return "work";
            }

            @Override
            public Class<JsonNode> payloadType() {
                return JsonNode.class;
            }

            @Override
            public TaskOptions options() {
                return TaskOptions.DEFAULTS.withTimeLimits(Duration.ofDays(20), Duration.ofDays(20));
            }

            @Override
            public @Nullable Object run(JsonNode payload, TaskContext context) throws Exception {
                return work.run(payload, context);
            }
        };
    }

    public TestWorker(TaskDatabase database, InstantSource time, TaskHandler<?> handler, String... settings) {
        Map<String, String> all = new HashMap<>(Map.of(
                "confab.tasks.queues.default.concurrency",
                "4",
                "confab.tasks.lease",
                "1h",
                "confab.tasks.poll-interval",
                "50ms",
                "confab.tasks.shutdown-grace",
                "100ms"));
        for (int i = 0; i < settings.length; i += 2) {
            all.put(settings[i], settings[i + 1]);
        }
        config = TestSettings.of(
                TaskConfig.class,
                all.entrySet().stream()
                        .flatMap(entry -> List.of(entry.getKey(), entry.getValue()).stream())
                        .toArray(String[]::new));
        Outbox outbox = new Outbox(new NoCaller(), List.of(), TestSettings.of(KafkaTopicConfig.class));
        DataSource pool = poolOf(database);
        transactions = new Transactions(pool, outbox);
        clock = new TaskClock(time);
        TaskEvents events = new TaskEvents(config);
        TaskEndings endings = new TaskEndings(events, outbox);
        WorkerIdentity worker = new WorkerIdentity();
        slots = new QueueSlots(config);
        handlers = new HandlerRegistry(List.of(handler));
        TaskMetrics metrics = new TaskMetrics(new SimpleMeterRegistry(), handlers);
        engine = new TaskEngine(
                transactions,
                config,
                clock,
                events,
                endings,
                outbox,
                worker,
                slots,
                handlers,
                new PlainTransaction(pool),
                new TaskResults(new ObjectMapper(), config),
                metrics,
                new Tracing(OpenTelemetry.noop(), TestSettings.of(TracingConfig.class)));
        intake = new TaskIntake(transactions, outbox, events, config, clock, worker, slots, engine, handlers, metrics);
    }

    public TestWorker started() {
        engine.start();
        return this;
    }

    public static TaskRequest request() {
        return TaskRequest.of("work", JsonNodeFactory.instance.objectNode(), "/test");
    }

    public TaskView submit(TaskRequest request) {
        return intake.submit(request).task();
    }

    public TaskView find(UUID id) {
        try {
            return transactions
                    .autoCommit(connection -> TaskViewStore.find(connection, id))
                    .orElseThrow();
        } catch (SQLException failure) {
            throw new IllegalStateException(failure);
        }
    }

    /** Takes tasks from workers whose leases are over. How many. */
    public int sweep() throws SQLException {
        return engine.dueWork().sweepOnce(clock.now());
    }

    private static DataSource poolOf(TaskDatabase database) {
        try {
            return database.newPool();
        } catch (SQLException failure) {
            throw new IllegalStateException(failure);
        }
    }

    /** Ends as a killed process does. */
    public void die() {
        dead = true;
        engine.die();
    }

    @Override
    public void close() {
        if (!dead) {
            engine.stop();
        }
    }

    /** Tests without JTA have no transactions of callers. */
    private static final class NoCaller implements CallerTransaction {
        @Override
        public Connection connection() {
            throw new IllegalStateException("no JTA here");
        }

        @Override
        public void afterCommit(Runnable action) {
            throw new IllegalStateException("no JTA here");
        }
    }

    /** A transaction without JTA. */
    private record PlainTransaction(DataSource pool) implements EffectTransaction {
        @Override
        public <T extends @Nullable Object> T call(Duration timeout, Body<T> body, Runnable beforeCommit)
                throws Exception {
            try (Connection connection = pool.getConnection()) {
                connection.setAutoCommit(false);
                try {
                    T result = body.run(connection);
                    beforeCommit.run();
                    connection.commit();
                    return result;
                } catch (Exception failure) {
                    connection.rollback();
                    throw failure;
                } finally {
                    connection.setAutoCommit(true);
                }
            }
        }
    }
}
