package dev.confab.task.worker;

import static dev.confab.local.test.Patience.await;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import dev.confab.common.error.ConfabException;
import dev.confab.common.error.ErrorCode;
import dev.confab.common.task.TaskRequest;
import dev.confab.local.test.EmbeddedStackResource;
import dev.confab.local.test.TokenIssuerResource;
import dev.confab.task.deadletter.DeadLetterService;
import dev.confab.task.deadletter.DeadLetterService.DeadLetterFilter;
import dev.confab.task.intake.TaskSubmissionService;
import dev.confab.task.lifecycle.TaskState;
import dev.confab.task.lifecycle.TaskView;
import dev.confab.task.probe.LedgerStore;
import dev.confab.task.query.TaskQueryService;
import io.quarkus.test.common.QuarkusTestResource;
import io.quarkus.test.common.ResourceArg;
import io.quarkus.test.junit.QuarkusTest;
import jakarta.inject.Inject;
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

    private final TaskCalls tasks;
    private final TaskSubmissionService submission;
    private final TaskQueryService query;
    private final DeadLetterService deadLetters;
    private final DataSource dataSource;

    @Inject
    TaskWorkerTest(
            TaskCalls tasks,
            TaskSubmissionService submission,
            TaskQueryService query,
            DeadLetterService deadLetters,
            DataSource dataSource) {
        this.tasks = tasks;
        this.submission = submission;
        this.query = query;
        this.deadLetters = deadLetters;
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

        await().atMost(TaskCalls.LONG).until(() -> query.find(id).isPresent());
        TaskView task = tasks.ended(id);
        assertThat(task.state()).isEqualTo(TaskState.SUCCEEDED);
        assertThat(task.attempt()).isEqualTo(1);
        assertThat(task.source()).isEqualTo("/stranger");
        assertThat(task.result()).isEqualTo(JSON.readTree("""
                {"attempt": 1, "requestId": "request-of-a-stranger"}"""));
        await().atMost(TaskCalls.LONG)
                .untilAsserted(() -> assertThat(eventsOf(id)).containsExactly("accepted", "started", "succeeded"));
    }

    @Test
    void aHugeRecordIsPutAsideCutAndHoldsNothingUp() {
        String key = UUID.randomUUID().toString();
        UUID id = UUID.randomUUID();
        TaskTopicsProbe.write("confab.tasks.default", key, "{" + " ".repeat(3 * 1024 * 1024), """
                {"specversion": "1.0", "id": "%s", "source": "/stranger", "type": "dev.confab.task.requested",
                 "data": {"type": "echo", "payload": {"n": 1}}}""".formatted(id));

        await().atMost(TaskCalls.LONG).until(() -> query.find(id).isPresent());
        await().atMost(TaskCalls.LONG).untilAsserted(() -> {
            List<ConsumerRecord<String, String>> aside =
                    TaskTopicsProbe.read("confab.tasks.default.dlt", record -> key.equals(record.key()));
            assertThat(aside).extracting(record -> record.value().length()).containsExactly(1024 * 1024);
            assertThat(TaskTopicsProbe.header(aside.getFirst(), "x-truncated")).isEqualTo("true");
        });
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

        await().atMost(TaskCalls.LONG).until(() -> query.find(id).isPresent());
        assertThat(tasks.ended(id).state()).isEqualTo(TaskState.SUCCEEDED);
        await().atMost(TaskCalls.LONG).untilAsserted(() -> {
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
        TaskView task = tasks.run("flaky", "{\"failures\": 2, \"how\": \"retry\"}");

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
        assertThat(tasks.run("flaky", "{\"failures\": 1, \"how\": \"later\"}").state())
                .isEqualTo(TaskState.SUCCEEDED);

        TaskView wrong = tasks.run("flaky", "{\"failures\": 1, \"how\": \"final\"}");
        assertThat(wrong.state()).isEqualTo(TaskState.FAILED);
        assertThat(wrong.attempt()).isEqualTo(1);

        TaskView refused = tasks.run("flaky", "{\"failures\": 1, \"how\": \"permanent\"}");
        assertThat(refused.state()).isEqualTo(TaskState.FAILED);
        assertThat(refused.error().code()).isEqualTo("no_such_address");

        TaskView unreadable = tasks.run("flaky", "{\"failures\": \"many\"}");
        assertThat(unreadable.error().code()).isEqualTo("invalid_payload");
    }

    @Test
    @Tag("TK-10")
    void whatHasUsedUpItsRetriesIsADeadLetterAndCanBeReplayed() throws Exception {
        TaskView dead = tasks.run("flaky", "{\"failures\": 4, \"how\": \"retry\"}");

        assertThat(dead.state()).isEqualTo(TaskState.FAILED);
        assertThat(dead.attempt()).isEqualTo(4);
        await().atMost(TaskCalls.LONG).untilAsserted(() -> {
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

        TaskView replayed = tasks.ended(dead.id());
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
        TaskView task = tasks.run("ledger", "{\"failures\": 2, \"successor\": \"" + successor + "\"}");

        assertThat(task.state()).isEqualTo(TaskState.SUCCEEDED);
        assertThat(task.result().textValue()).isEqualTo("written");
        try (Connection connection = dataSource.getConnection()) {
            assertThat(LedgerStore.attempts(connection, task.id())).containsExactly(3);
        }
        await().atMost(TaskCalls.LONG).until(() -> query.find(successor).isPresent());
        assertThat(tasks.ended(successor).state()).isEqualTo(TaskState.SUCCEEDED);
    }

    @Test
    @Tag("TK-02")
    void aScheduledTaskWaitsAndATaskThatIsTooLateNeverRuns() {
        TaskView inAnHour = tasks.submit(
                TaskCalls.request("echo", "{}").between(Instant.now().plus(Duration.ofHours(1)), null));
        assertThat(inAnHour.state()).isEqualTo(TaskState.SCHEDULED);

        Instant due = Instant.now().plusSeconds(2);
        TaskView scheduled = tasks.submit(TaskCalls.request("echo", "{}").between(due, null));
        assertThat(tasks.ended(scheduled.id()).startedAt()).isAfterOrEqualTo(due.minusMillis(50));

        TaskView late = tasks.submit(
                TaskCalls.request("echo", "{}").between(null, Instant.now().minusSeconds(1)));
        assertThat(late.state()).isEqualTo(TaskState.REVOKED);
        assertThat(late.error().code()).isEqualTo("expired");

        TaskRequest repeated = TaskCalls.request("echo", "{\"n\": 1}");
        assertThat(submission.submit(repeated).created()).isTrue();
        assertThat(submission.submit(repeated).created()).isFalse();
    }

    private static List<String> eventsOf(UUID id) {
        return TaskTopicsProbe.read(
                        "confab.task.events", record -> id.toString().equals(record.key()))
                .stream()
                .map(record -> record.value().replaceAll("(?s).*\"type\":\"dev\\.confab\\.task\\.([a-z]+)\".*", "$1"))
                .toList();
    }
}
