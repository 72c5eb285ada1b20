package dev.confab.task.worker;

import static io.restassured.RestAssured.given;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.awaitility.Awaitility.await;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.confab.common.error.ConfabException;
import dev.confab.common.error.ErrorCode;
import dev.confab.common.task.TaskRequest;
import dev.confab.local.test.EmbeddedStackResource;
import dev.confab.local.test.TokenIssuerResource;
import dev.confab.task.cancel.TaskCancelService;
import dev.confab.task.deadletter.DeadLetterService;
import dev.confab.task.deadletter.DeadLetterService.DeadLetterFilter;
import dev.confab.task.execution.TaskEngine;
import dev.confab.task.intake.TaskSubmissionService;
import dev.confab.task.lifecycle.TaskState;
import dev.confab.task.lifecycle.TaskView;
import dev.confab.task.probe.LedgerStore;
import dev.confab.task.probe.SleepyHandler;
import dev.confab.task.query.TaskFilter;
import dev.confab.task.query.TaskQueryService;
import dev.confab.task.schedule.ScheduleQueryService;
import io.quarkus.test.common.QuarkusTestResource;
import io.quarkus.test.common.ResourceArg;
import io.quarkus.test.junit.QuarkusTest;
import jakarta.inject.Inject;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.sql.Connection;
import java.sql.SQLException;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.UUID;
import javax.sql.DataSource;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;

/** Tasks on their whole way through one worker: in by Kafka or by call, run, out by database and topics. */
@QuarkusTest
@QuarkusTestResource(value = EmbeddedStackResource.class, initArgs = @ResourceArg(name = "database", value = "task"))
@QuarkusTestResource(TokenIssuerResource.class)
class TaskWorkerTest {
    private static final ObjectMapper JSON = new ObjectMapper();
    private static final Duration LONG = Duration.ofSeconds(60);

    private final TaskSubmissionService submission;
    private final TaskQueryService query;
    private final TaskCancelService cancellation;
    private final DeadLetterService deadLetters;
    private final WorkerQueryService workers;
    private final ScheduleQueryService schedules;
    private final TaskEngine engine;
    private final DataSource dataSource;

    @Inject
    TaskWorkerTest(
            TaskSubmissionService submission,
            TaskQueryService query,
            TaskCancelService cancellation,
            DeadLetterService deadLetters,
            WorkerQueryService workers,
            ScheduleQueryService schedules,
            TaskEngine engine,
            DataSource dataSource) {
        this.submission = submission;
        this.query = query;
        this.cancellation = cancellation;
        this.deadLetters = deadLetters;
        this.workers = workers;
        this.schedules = schedules;
        this.engine = engine;
        this.dataSource = dataSource;
    }

    @BeforeEach
    void createLedger() throws SQLException {
        try (Connection connection = dataSource.getConnection()) {
            LedgerStore.create(connection);
        }
    }

    @Test
    @Tag("TK-01")
    @Tag("TK-02")
    @Tag("TK-05")
    void aRequestOnTheTopicRunsOnceHoweverOftenItComes() throws Exception {
        UUID id = UUID.randomUUID();
        String request = """
                {"specversion": "1.0", "id": "%s", "source": "/stranger", "type": "dev.confab.task.requested",
                 "data": {"type": "flaky", "payload": {"failures": 0, "how": "retry"}}}""".formatted(id);

        TaskTopicsProbe.write("confab.tasks.default", id.toString(), request, request, request);

        await().atMost(LONG).until(() -> query.find(id).isPresent());
        TaskView task = ended(id);
        assertThat(task.state()).isEqualTo(TaskState.SUCCEEDED);
        assertThat(task.attempt()).isEqualTo(1);
        assertThat(task.source()).isEqualTo("/stranger");
        assertThat(task.result()).isEqualTo(JSON.readTree("""
                {"attempt": 1, "requestId": "request-of-a-stranger"}"""));
        await().atMost(LONG)
                .untilAsserted(() -> assertThat(eventsOf(id)).containsExactly("accepted", "started", "succeeded"));
    }

    @Test
    void whatNobodyCanReadIsPutAsideAsItCameAndHoldsNothingUp() {
        String key = UUID.randomUUID().toString();
        UUID id = UUID.randomUUID();
        TaskTopicsProbe.write(
                "confab.tasks.default",
                key,
                "{",
                "{\"specversion\": \"1.0\", \"note\": \"" + key + "\"}",
                """
                {"specversion": "1.0", "id": "%s", "source": "/stranger", "type": "dev.confab.task.requested",
                 "data": {"type": "echo", "payload": {}, "dueat": "2026-01-01T00:00:00Z"}}""".formatted(id),
                """
                {"specversion": "1.0", "id": "%s", "source": "/stranger", "type": "dev.confab.task.requested",
                 "data": {"type": "echo", "payload": {"n": 1}}}""".formatted(id));

        await().atMost(LONG).until(() -> query.find(id).isPresent());
        assertThat(ended(id).state()).isEqualTo(TaskState.SUCCEEDED);
        await().atMost(LONG).untilAsserted(() -> {
            List<ConsumerRecord<String, String>> aside =
                    TaskTopicsProbe.read("confab.tasks.default.dlt", record -> key.equals(record.key()));
            assertThat(aside).extracting(ConsumerRecord::value).contains("{").hasSize(3);
            assertThat(aside)
                    .extracting(record -> TaskTopicsProbe.header(record, "x-error-code"))
                    .containsOnly("malformed_request");
            assertThat(aside)
                    .extracting(record -> TaskTopicsProbe.header(record, "x-error-message"))
                    .anyMatch(reason -> reason.contains("dueat"));
        });
    }

    @Test
    @Tag("TK-03")
    void aFailedTaskComesBackThroughItsRetryTopicUntilItSucceeds() {
        TaskView task = run("flaky", "{\"failures\": 2, \"how\": \"retry\"}");

        assertThat(task.state()).isEqualTo(TaskState.SUCCEEDED);
        assertThat(task.attempts()).hasSize(3).element(0).satisfies(first -> {
            assertThat(first.error()).isNotNull();
            assertThat(first.error().message()).contains("not yet");
        });
        assertThat(task.failures()).isEqualTo(2);
        assertThat(TaskTopicsProbe.read(
                        "confab.tasks.default.retry",
                        record -> task.id().toString().equals(record.key())))
                .hasSize(2);
    }

    @Test
    @Tag("TK-03")
    void aTaskCanAskForItsOwnRetryAndSomeFailuresAreFinal() {
        assertThat(run("flaky", "{\"failures\": 1, \"how\": \"later\"}").state())
                .isEqualTo(TaskState.SUCCEEDED);

        TaskView wrong = run("flaky", "{\"failures\": 1, \"how\": \"final\"}");
        assertThat(wrong.state()).isEqualTo(TaskState.FAILED);
        assertThat(wrong.attempt()).isEqualTo(1);

        TaskView refused = run("flaky", "{\"failures\": 1, \"how\": \"permanent\"}");
        assertThat(refused.state()).isEqualTo(TaskState.FAILED);
        assertThat(refused.error().code()).isEqualTo("no_such_address");

        TaskView unreadable = run("flaky", "{\"failures\": \"many\"}");
        assertThat(unreadable.error().code()).isEqualTo("invalid_payload");
    }

    @Test
    @Tag("TK-10")
    void whatHasUsedUpItsRetriesIsADeadLetterAndCanBeReplayed() throws Exception {
        TaskView dead = run("flaky", "{\"failures\": 4, \"how\": \"retry\"}");

        assertThat(dead.state()).isEqualTo(TaskState.FAILED);
        assertThat(dead.attempt()).isEqualTo(4);
        await().atMost(LONG).untilAsserted(() -> {
            List<ConsumerRecord<String, String>> letters = TaskTopicsProbe.read(
                    "confab.tasks.default.dlt", record -> dead.id().toString().equals(record.key()));
            assertThat(letters).hasSize(1);
            JsonNode letter = JSON.readTree(letters.getFirst().value()).path("data");
            assertThat(letter.path("payload").path("failures").intValue()).isEqualTo(4);
            assertThat(letter.path("attempts")).hasSize(4);
            assertThat(letter.path("error").path("message").textValue()).contains("not yet");
        });
        assertThat(deadLetters.find(dead.id())).isPresent();
        assertThat(deadLetters
                        .list(new DeadLetterFilter("default", "flaky"), null, 50)
                        .tasks())
                .extracting(TaskView::id)
                .contains(dead.id());

        deadLetters.replay(dead.id());

        TaskView replayed = ended(dead.id());
        assertThat(replayed.state()).isEqualTo(TaskState.SUCCEEDED);
        assertThat(replayed.attempt()).isEqualTo(5);
        assertThat(deadLetters.find(dead.id())).isEmpty();
        assertThatThrownBy(() -> deadLetters.replay(dead.id()))
                .isInstanceOfSatisfying(
                        ConfabException.class, e -> assertThat(e.code()).isEqualTo(ErrorCode.CONFLICT));
    }

    @Test
    void effectsAreCommittedWithTheCompletionOrNotAtAll() throws Exception {
        UUID successor = UUID.randomUUID();
        TaskView task = run("ledger", "{\"failures\": 2, \"successor\": \"" + successor + "\"}");

        assertThat(task.state()).isEqualTo(TaskState.SUCCEEDED);
        assertThat(task.result().textValue()).isEqualTo("written");
        try (Connection connection = dataSource.getConnection()) {
            assertThat(LedgerStore.attempts(connection, task.id())).containsExactly(3);
        }
        await().atMost(LONG).until(() -> query.find(successor).isPresent());
        assertThat(ended(successor).state()).isEqualTo(TaskState.SUCCEEDED);
    }

    @Test
    @Tag("TK-02")
    void aScheduledTaskWaitsAndATaskThatIsTooLateNeverRuns() {
        Instant due = Instant.now().plusSeconds(2);
        TaskView scheduled = submit(request("echo", "{}").between(due, null));
        assertThat(scheduled.state()).isEqualTo(TaskState.SCHEDULED);
        assertThat(ended(scheduled.id()).startedAt()).isAfterOrEqualTo(due.minusMillis(50));

        TaskView late = submit(request("echo", "{}").between(null, Instant.now().minusSeconds(1)));
        assertThat(late.state()).isEqualTo(TaskState.REVOKED);
        assertThat(late.error().code()).isEqualTo("expired");

        TaskRequest repeated = request("echo", "{\"n\": 1}");
        assertThat(submission.submit(repeated).created()).isTrue();
        assertThat(submission.submit(repeated).created()).isFalse();
    }

    @Test
    @Tag("TK-10")
    void aRunningTaskIsInterruptedAndAWaitingOneNeverStarts() {
        TaskView running = submit(request("sleep", "{\"stubborn\": false}"));
        await().atMost(LONG).until(() -> SleepyHandler.sleeps(running.id()));
        assertThat(cancellation.cancel(running.id()).cancelRequested()).isTrue();
        TaskView ended = ended(running.id());
        assertThat(ended.state()).isEqualTo(TaskState.REVOKED);
        assertThat(ended.error().code()).isEqualTo("cancelled");

        TaskView waiting = submit(
                request("sleep", "{\"stubborn\": false}").between(Instant.now().plusSeconds(3600), null));
        assertThat(cancellation.cancel(waiting.id()).state()).isEqualTo(TaskState.REVOKED);
        assertThat(cancellation.cancel(waiting.id()).state()).isEqualTo(TaskState.REVOKED);

        TaskView done = run("echo", "{}");
        assertThatThrownBy(() -> cancellation.cancel(done.id()))
                .isInstanceOfSatisfying(
                        ConfabException.class, e -> assertThat(e.code()).isEqualTo(ErrorCode.CONFLICT));
    }

    @Test
    @Tag("TK-10")
    void aHandlerThatIgnoresBeingCancelledIsGivenUp() {
        TaskView stubborn = submit(request("sleep", "{\"stubborn\": true}"));
        await().atMost(LONG).until(() -> SleepyHandler.sleeps(stubborn.id()));
        cancellation.cancel(stubborn.id());

        assertThat(ended(stubborn.id()).state()).isEqualTo(TaskState.REVOKED);
        await().atMost(LONG).until(() -> engine.abandoned() > 0);

        SleepyHandler.release(stubborn.id());
        await().atMost(LONG).until(() -> !SleepyHandler.sleeps(stubborn.id()));
        assertThat(query.find(stubborn.id()).orElseThrow().state()).isEqualTo(TaskState.REVOKED);
    }

    @Test
    @Tag("TK-10")
    void aHandlerCanBeCancelledWhileTheDatabaseWorksForIt() throws Exception {
        TaskView slow = submit(request("ledger", "{\"failures\": 0, \"slow\": true}"));
        await().atMost(LONG)
                .untilAsserted(() -> assertThat(
                                count(
                                        "select count(*) from pg_stat_activity"
                                                + " where query like '%pg_sleep(60)%' and state = 'active' and pid <> pg_backend_pid()"))
                        .isPositive());
        cancellation.cancel(slow.id());
        assertThat(ended(slow.id()).state()).isEqualTo(TaskState.REVOKED);

        // The interrupt has broken its connection; nobody else gets to feel it.
        for (int i = 0; i < 30; i++) {
            TaskView next = run("ledger", "{\"failures\": 0}");
            assertThat(next.state()).isEqualTo(TaskState.SUCCEEDED);
            assertThat(next.attempt()).isEqualTo(1);
        }
        try (Connection connection = dataSource.getConnection()) {
            assertThat(LedgerStore.attempts(connection, slow.id())).isEmpty();
        }
    }

    @Test
    @Tag("TK-04")
    void theSoftLimitInterruptsAndTheHardLimitEndsWhatDoesNotListen() {
        TaskView soft = run("nap", "{\"stubborn\": false}");
        assertThat(soft.state()).isEqualTo(TaskState.FAILED);
        assertThat(soft.error().code()).isEqualTo("soft_time_limit");

        TaskView hard = run("nap", "{\"stubborn\": true}");
        assertThat(hard.state()).isEqualTo(TaskState.FAILED);
        assertThat(hard.error().code()).isEqualTo("time_limit");
        SleepyHandler.release(hard.id());
    }

    @Test
    @Tag("TK-05")
    void aResultThatIsTooLargeIsNotKeptAndTheTaskHasSucceeded() {
        TaskView task = run("echo", "{\"text\": \"" + "x".repeat(70_000) + "\"}");

        assertThat(task.state()).isEqualTo(TaskState.SUCCEEDED);
        assertThat(task.result()).isNull();
        assertThat(task.resultOmittedBytes()).isGreaterThan(70_000);
    }

    @Test
    @Tag("TK-10")
    void tasksQueuesWorkersAndSchedulesCanBeLookedAt() {
        TaskView one = run("echo", "{\"n\": 1}");
        TaskView two = run("echo", "{\"n\": 2}");

        TaskFilter echoes = new TaskFilter(TaskState.SUCCEEDED, "default", "echo");
        var first = query.list(echoes, null, 1);
        assertThat(first.tasks()).extracting(TaskView::id).containsExactly(two.id());
        assertThat(query.list(echoes, first.next(), 1).tasks())
                .extracting(TaskView::id)
                .containsExactly(one.id());
        assertThat(query.queues())
                .filteredOn(queue -> queue.name().equals("default"))
                .singleElement()
                .satisfies(queue -> assertThat(queue.concurrency()).isPositive());
        await().atMost(LONG).untilAsserted(() -> assertThat(workers.workers()).anyMatch(WorkerView::alive));
        assertThat(schedules.schedules())
                .anySatisfy(schedule -> assertThat(schedule.type()).isEqualTo("purge-tasks"));
        await().atMost(LONG)
                .untilAsserted(
                        () -> assertThat(given().get("/q/health/ready").body().asString())
                                .contains("\"workers\"", "\"intake\": \"connected\""));
        assertThat(given().get("/q/metrics").body().asString())
                .contains("confab_tasks_start_delay_seconds", "confab_tasks_attempts_total", "confab_tasks_waiting");
    }

    @Test
    @Tag("TK-05")
    void whatIsOverIsDeleted() {
        TaskView task = run("purge-tasks", "{}");

        assertThat(task.state()).isEqualTo(TaskState.SUCCEEDED);
        assertThat(task.result().path("tasks").isNumber()).isTrue();
    }

    private long count(String query) throws SQLException {
        try (Connection connection = dataSource.getConnection()) {
            return LedgerStore.count(connection, query);
        }
    }

    private TaskView run(String type, String payload) {
        return ended(submit(request(type, payload)).id());
    }

    private TaskView submit(TaskRequest request) {
        return submission.submit(request).task();
    }

    private TaskView ended(UUID id) {
        try {
            TaskView task = query.awaitEnd(id, LONG).orElseThrow();
            assertThat(task.state().isFinal()).as(task.toString()).isTrue();
            return task;
        } catch (InterruptedException stop) {
            throw new IllegalStateException(stop);
        }
    }

    private static TaskRequest request(String type, String payload) {
        try {
            return TaskRequest.of(type, (ObjectNode) JSON.readTree(payload), "/test");
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    private static List<String> eventsOf(UUID id) {
        return TaskTopicsProbe.read(
                        "confab.task.events", record -> id.toString().equals(record.key()))
                .stream()
                .map(record -> record.value().replaceAll("(?s).*\"type\":\"dev\\.confab\\.task\\.([a-z]+)\".*", "$1"))
                .toList();
    }
}
