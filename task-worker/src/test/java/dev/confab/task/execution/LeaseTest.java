package dev.confab.task.execution;

import static dev.confab.local.test.Patience.await;
import static org.assertj.core.api.Assertions.assertThat;

import dev.confab.common.task.TaskRequest;
import dev.confab.task.handler.TaskHandler;
import dev.confab.task.lifecycle.CancelStore;
import dev.confab.task.lifecycle.ClaimStore;
import dev.confab.task.lifecycle.ClaimedTask;
import dev.confab.task.lifecycle.TaskState;
import dev.confab.task.lifecycle.TaskView;
import dev.confab.task.probe.LedgerStore;
import java.sql.Connection;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.UUID;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.stream.IntStream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;

/** Who may run a task, and whose outcome counts: with several workers, of which some die and some only seem to. */
class LeaseTest {
    private static final Duration LONG = Duration.ofSeconds(60);
    private static final Duration LEASE_IS_OVER = Duration.ofHours(2);

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
    void workersThatRaceNeverClaimTheSameTaskAndTheMostImportantComesFirst() throws Exception {
        TestWorker idle = worker(TestWorker.handler((_, _) -> null));
        for (int i = 0; i < 120; i++) {
            time.advance(Duration.ofMillis(1));
            idle.submit(TestWorker.request().withPriority(i % 3 == 0 ? 9 : 2));
        }
        List<ClaimedTask> first = claim(idle, "first", 5);
        assertThat(first).extracting(ClaimedTask::readyAt).doesNotHaveDuplicates();
        assertThat(database.column("select priority from task where state = 'started'"))
                .containsOnly("9")
                .hasSize(5);
        assertThat(database.number("select count(*) from task s, task w where s.state = 'started'"
                        + " and w.state = 'pending' and w.priority = 9 and w.ready_at < s.ready_at"))
                .isZero();

        List<UUID> claimed = new ArrayList<>();
        try (ExecutorService threads = Executors.newVirtualThreadPerTaskExecutor()) {
            List<Future<List<UUID>>> racers = IntStream.range(0, 6)
                    .mapToObj(racer -> threads.submit(() -> {
                        List<UUID> own = new ArrayList<>();
                        for (List<ClaimedTask> some = claim(idle, "racer" + racer, 7);
                                !some.isEmpty();
                                some = claim(idle, "racer" + racer, 7)) {
                            some.forEach(task -> own.add(task.id()));
                        }
                        return own;
                    }))
                    .toList();
            for (Future<List<UUID>> racer : racers) {
                claimed.addAll(racer.get());
            }
        }
        assertThat(claimed).doesNotHaveDuplicates();
        assertThat(database.number("select count(*) from task where state = 'pending'"))
                .isZero();
        assertThat(claimed).hasSize(115);
    }

    @Test
    void requestsThatRaceAreStoredAndRunOnce() throws Exception {
        AtomicInteger runs = new AtomicInteger();
        TaskHandler<?> counting = TestWorker.handler((_, _) -> runs.incrementAndGet());
        List<TestWorker> both =
                List.of(worker(counting).started(), worker(counting).started());
        TaskRequest request = TestWorker.request();
        List<Boolean> created = new ArrayList<>();
        try (ExecutorService threads = Executors.newVirtualThreadPerTaskExecutor()) {
            List<Future<Boolean>> submissions = IntStream.range(0, 10)
                    .mapToObj(i -> threads.submit(
                            () -> both.get(i % 2).intake.submit(request).created()))
                    .toList();
            for (Future<Boolean> submission : submissions) {
                created.add(submission.get());
            }
        }
        assertThat(created).containsOnlyOnce(true);
        await().atMost(LONG).until(() -> state(request.id()) == TaskState.SUCCEEDED);
        assertThat(runs).hasValue(1);
    }

    @Test
    void aWorkerThatWasTakenForDeadKeepsNothingOfWhatItDid() throws Exception {
        CountDownLatch frozen = new CountDownLatch(1);
        CountDownLatch began = new CountDownLatch(1);
        TestWorker zombie = worker(ledger(() -> {
                    began.countDown();
                    frozen.await();
                }))
                .started();
        UUID id = zombie.submit(TestWorker.request()).id();
        began.await();

        TestWorker other = worker(ledger(() -> {}));
        takenFrom(zombie, other);
        other.started();
        await().atMost(LONG).until(() -> state(id) == TaskState.SUCCEEDED);
        frozen.countDown();

        await().atMost(LONG).until(() -> zombie.slots.used() == 0);
        assertThat(ledgerOf(id)).containsExactly(2);
        TaskView task = other.find(id);
        assertThat(task.result().asText()).isEqualTo("attempt 2");
        assertThat(task.attempts()).extracting(run -> run.attempt()).containsExactly(1, 2);
        assertThat(task.attempts().getFirst().error().code()).isEqualTo("worker_lost");
    }

    @Test
    void theOutcomeOfAnAttemptThatIsNoLongerCurrentIsNotStored() throws Exception {
        CountDownLatch frozen = new CountDownLatch(1);
        CountDownLatch began = new CountDownLatch(1);
        TestWorker zombie = worker(TestWorker.handler((_, _) -> {
                    began.countDown();
                    frozen.await();
                    return "of the zombie";
                }))
                .started();
        UUID id = zombie.submit(TestWorker.request()).id();
        began.await();
        TestWorker other = worker(TestWorker.handler((_, _) -> "of the other"));
        takenFrom(zombie, other);
        frozen.countDown();
        await().atMost(LONG).until(() -> zombie.slots.used() == 0);
        assertThat(state(id)).isEqualTo(TaskState.PENDING);

        other.started();
        await().atMost(LONG).until(() -> state(id) == TaskState.SUCCEEDED);
        assertThat(other.find(id).result().asText()).isEqualTo("of the other");
    }

    @Test
    void aTaskThatKillsItsWorkersIsPutAside() throws Exception {
        Set<Integer> attempts = new HashSet<>();
        UUID id = TestWorker.request().id();
        TaskRequest poison = TestWorker.request().withId(id);
        worker(TestWorker.handler((_, _) -> null)).submit(poison);
        for (int i = 1; i <= 3; i++) {
            CountDownLatch began = new CountDownLatch(1);
            TestWorker victim = worker(TestWorker.handler((_, context) -> {
                        attempts.add(context.attempt());
                        began.countDown();
                        new CountDownLatch(1).await();
                        return null;
                    }))
                    .started();
            // The second loss puts it off; without a broker, that retry is found to be lost on its way.
            await().atMost(LONG).untilAsserted(() -> {
                time.advance(Duration.ofSeconds(20));
                assertThat(began.getCount())
                        .as("%s", database.column("select to_jsonb(t) - 'payload' from task t"))
                        .isZero();
            });
            victim.die();
            time.advance(LEASE_IS_OVER);
            assertThat(worker(TestWorker.handler((_, _) -> null)).sweep()).isEqualTo(1);
        }
        assertThat(attempts).containsExactly(1, 2, 3);
        TaskView task = workers.getFirst().find(id);
        assertThat(task.state()).isEqualTo(TaskState.FAILED);
        assertThat(task.error().code()).isEqualTo("worker_lost");
        assertThat(database.column("select topic from record_outbox where topic like '%.dlt'"))
                .containsExactly("confab.tasks.default.dlt");
    }

    @Test
    @Tag("TK-10")
    void aCancellationIsKeptThoughTheWorkerDies() throws Exception {
        CountDownLatch began = new CountDownLatch(1);
        TestWorker victim = worker(TestWorker.handler((_, _) -> {
                    began.countDown();
                    new CountDownLatch(1).await();
                    return null;
                }))
                .started();
        UUID id = victim.submit(TestWorker.request()).id();
        began.await();
        victim.die();
        Instant now = victim.clock.now();
        victim.transactions.call(connection -> {
            assertThat(CancelStore.revokeWaiting(connection, id, now)).isEmpty();
            CancelStore.askRunning(connection, id, now);
            return id;
        });

        time.advance(LEASE_IS_OVER);
        assertThat(worker(TestWorker.handler((_, _) -> null)).sweep()).isEqualTo(1);

        assertThat(state(id)).isEqualTo(TaskState.REVOKED);
    }

    @Test
    void aWorkerThatStopsGivesBackWhatItCannotFinish() throws Exception {
        CountDownLatch began = new CountDownLatch(2);
        CountDownLatch free = new CountDownLatch(1);
        TestWorker stopping = worker(TestWorker.handler((payload, _) -> {
                    began.countDown();
                    while (true) {
                        try {
                            free.await();
                            return null;
                        } catch (InterruptedException stop) {
                            if (payload.path("polite").asBoolean()) {
                                throw stop;
                            }
                        }
                    }
                }))
                .started();
        TaskRequest polite = TestWorker.request();
        polite.payload().put("polite", true);
        UUID rude = stopping.submit(TestWorker.request()).id();
        stopping.submit(polite);
        began.await();

        stopping.close();

        for (UUID id : List.of(polite.id(), rude)) {
            TaskView task = stopping.find(id);
            assertThat(task.state()).isEqualTo(TaskState.PENDING);
            assertThat(task.failures()).isZero();
        }
        worker(TestWorker.handler((_, context) -> context.attempt())).started();
        await().atMost(LONG).until(() -> state(rude) == TaskState.SUCCEEDED);
        assertThat(stopping.find(rude).attempt()).isEqualTo(2);
        free.countDown();
    }

    @Test
    void leasesAreRenewedForAsLongAsAHandlerRuns() throws Exception {
        CountDownLatch began = new CountDownLatch(1);
        CountDownLatch free = new CountDownLatch(1);
        TestWorker slow = worker(
                        TestWorker.handler((_, _) -> {
                            began.countDown();
                            free.await();
                            return null;
                        }),
                        "confab.tasks.lease",
                        "300ms")
                .started();
        UUID id = slow.submit(TestWorker.request()).id();
        began.await();
        String leaseUntil = "select lease_until from task";
        String first = database.column(leaseUntil).getFirst();
        time.advance(Duration.ofMillis(200));
        await().atMost(LONG)
                .untilAsserted(
                        () -> assertThat(database.column(leaseUntil).getFirst()).isNotEqualTo(first));
        time.advance(Duration.ofMillis(200));
        assertThat(slow.find(id).attempt()).isEqualTo(1);
        free.countDown();
        await().atMost(LONG).until(() -> state(id) == TaskState.SUCCEEDED);
    }

    private interface Pause {
        void run() throws InterruptedException;
    }

    private TaskHandler<?> ledger(Pause beforeItWrites) {
        return TestWorker.handler((_, context) -> {
            beforeItWrites.run();
            return context.inTransaction(connection -> {
                LedgerStore.write(connection, context.taskId(), context.attempt());
                return "attempt " + context.attempt();
            });
        });
    }

    private List<ClaimedTask> claim(TestWorker node, String worker, int room) throws Exception {
        return node.transactions.call(connection ->
                ClaimStore.claim(connection, Map.of("default", room), worker, node.clock.now(), Duration.ofHours(1)));
    }

    private TestWorker worker(TaskHandler<?> handler, String... settings) {
        TestWorker worker = new TestWorker(database, time, handler, settings);
        workers.add(worker);
        return worker;
    }

    private TaskState state(UUID id) {
        return workers.getFirst().find(id).state();
    }

    private List<Integer> ledgerOf(UUID id) throws Exception {
        try (Connection connection = database.pool().getConnection()) {
            return LedgerStore.attempts(connection, id);
        }
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
