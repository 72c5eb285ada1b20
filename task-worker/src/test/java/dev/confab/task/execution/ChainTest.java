package dev.confab.task.execution;

import static dev.confab.local.test.Patience.await;
import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.confab.common.task.TaskRequest;
import dev.confab.common.task.TaskStep;
import dev.confab.task.handler.PermanentFailureException;
import dev.confab.task.handler.TaskHandler;
import dev.confab.task.lifecycle.TaskState;
import dev.confab.task.lifecycle.TaskView;
import dev.confab.task.probe.LedgerStore;
import java.sql.Connection;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.UUID;
import java.util.concurrent.CountDownLatch;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;

/** Tasks that follow each other, whoever dies between them. */
@Tag("TK-07")
class ChainTest {
    private static final Duration LONG = Duration.ofSeconds(60);
    private static final Duration LEASE_IS_OVER = Duration.ofHours(2);
    private static final String STEPS = "select t.payload::jsonb ->> 'step' from task t order by 1";

    private final SettableClock time = new SettableClock();
    private final List<TestWorker> workers = new ArrayList<>();
    private TaskDatabase database;

    @BeforeEach
    void createDatabase() throws Exception {
        database = new TaskDatabase();
        try (Connection connection = database.pool().getConnection()) {
            LedgerStore.create(connection);
        }
    }

    @AfterEach
    void dropDatabase() throws Exception {
        workers.forEach(TestWorker::close);
        database.close();
    }

    @Test
    void eachStepFindsTheResultOfTheOneBefore() throws Exception {
        TestWorker worker = worker(TestWorker.handler((payload, context) -> {
                    ObjectNode result = payload.deepCopy();
                    // The second step ends in a transaction of its own, the others when the handler returns.
                    return payload.path("step").asText().equals("b") ? context.inTransaction(_ -> result) : result;
                }))
                .started();
        TaskRequest first = chain();
        worker.submit(first);

        await().atMost(LONG).until(() -> ended(3));
        JsonNode last = worker.find(idOf("c")).result();
        assertThat(last.path("input").path("step").asText()).isEqualTo("b");
        assertThat(last.path("input").path("input").path("step").asText()).isEqualTo("a");
        assertThat(database.column("select distinct chain_id from task"))
                .containsExactly(first.id().toString());
        assertThat(worker.find(first.id()).links().next())
                .extracting(step -> step.payload().path("step").asText())
                .containsExactly("b", "c");
    }

    @Test
    void aChainWhoseWorkersDieIsFinishedOnce() throws Exception {
        CountDownLatch began = new CountDownLatch(1);
        TestWorker victim = worker(ledger("b", () -> {
                    began.countDown();
                    new CountDownLatch(1).await();
                }))
                .started();
        victim.submit(chain());
        began.await();
        victim.die();
        time.advance(LEASE_IS_OVER);

        TestWorker heir = worker(ledger("", () -> {}));
        assertThat(heir.sweep()).isEqualTo(1);
        heir.started();

        await().atMost(LONG).until(() -> ended(3));
        assertThat(database.column(STEPS)).containsExactly("a", "b", "c");
        assertThat(database.number("select count(*) from test_ledger")).isEqualTo(3);
        assertThat(heir.find(idOf("b")).attempt()).isEqualTo(2);
    }

    @Test
    void aWorkerThatWasTakenForDeadBeginsNoSecondSuccessor() throws Exception {
        CountDownLatch frozen = new CountDownLatch(1);
        CountDownLatch began = new CountDownLatch(1);
        TestWorker zombie = worker(ledger("a", () -> {
                    began.countDown();
                    frozen.await();
                }))
                .started();
        zombie.submit(chain());
        began.await();
        TestWorker other = worker(ledger("", () -> {}));
        takenFrom(zombie, other);
        other.started();
        await().atMost(LONG).until(() -> ended(3));

        frozen.countDown();

        await().atMost(LONG).until(() -> zombie.slots.used() == 0);
        assertThat(database.column(STEPS)).containsExactly("a", "b", "c");
        assertThat(database.number("select count(*) from test_ledger")).isEqualTo(3);
    }

    @Test
    void aStepThatFailsForGoodEndsTheChainAndIsReportedOnce() throws Exception {
        TestWorker worker = worker(TestWorker.handler((payload, _) -> {
                    if (payload.path("step").asText().equals("b")) {
                        throw new PermanentFailureException("broken", "It is broken.");
                    }
                    return null;
                }))
                .started();
        worker.submit(chain().orElse(TaskStep.of("work", "default", payload("failed"))));

        await().atMost(LONG).until(() -> ended(3));
        assertThat(database.column(STEPS)).containsExactly("a", "b", "failed");
        TaskView broken = worker.find(idOf("b"));
        assertThat(broken.state()).isEqualTo(TaskState.FAILED);
        JsonNode failure = worker.find(idOf("failed")).payload().path("failure");
        assertThat(failure.path("taskId").asText()).isEqualTo(broken.id().toString());
        assertThat(failure.path("code").asText()).isEqualTo("broken");
        assertThat(failure.path("payload").path("step").asText()).isEqualTo("b");
        assertThat(database.column("select topic from record_outbox where topic like '%.dlt'"))
                .containsExactly("confab.tasks.default.dlt");
    }

    /** Three tasks: a, b, c. */
    private static TaskRequest chain() {
        TaskRequest first = TestWorker.request()
                .then(List.of(
                        TaskStep.of("work", "default", payload("b")), TaskStep.of("work", "default", payload("c"))));
        first.payload().put("step", "a");
        return first;
    }

    private static ObjectNode payload(String step) {
        return JsonNodeFactory.instance.objectNode().put("step", step);
    }

    private interface Pause {
        void run() throws InterruptedException;
    }

    /** Writes a row for each task, with its completion; waits before one of the steps. */
    private static TaskHandler<?> ledger(String step, Pause pause) {
        return TestWorker.handler((payload, context) -> {
            if (payload.path("step").asText().equals(step)) {
                pause.run();
            }
            return context.inTransaction(connection -> {
                LedgerStore.write(connection, context.taskId(), context.attempt());
                return "done";
            });
        });
    }

    private boolean ended(int tasks) throws Exception {
        return database.number("select count(*) from task where ended_at is not null") == tasks
                && database.number("select count(*) from task") == tasks;
    }

    private UUID idOf(String step) throws Exception {
        return UUID.fromString(database.column("select id from task where payload::jsonb ->> 'step' = '" + step + "'")
                .getFirst());
    }

    private TestWorker worker(TaskHandler<?> handler) {
        TestWorker worker = new TestWorker(database, time, handler);
        workers.add(worker);
        return worker;
    }

    /** The zombie takes nothing more, and may renew its lease once more before it stands still. */
    private void takenFrom(TestWorker zombie, TestWorker other) {
        zombie.slots.close();
        await().atMost(LONG).until(() -> zombie.slots.used() == 1);
        await().atMost(LONG).until(() -> {
            time.advance(LEASE_IS_OVER);
            return other.sweep() == 1;
        });
    }
}
