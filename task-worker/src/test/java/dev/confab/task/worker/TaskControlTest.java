package dev.confab.task.worker;

import static dev.confab.local.test.Patience.await;
import static io.restassured.RestAssured.given;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.confab.common.error.ConfabException;
import dev.confab.common.error.ErrorCode;
import dev.confab.local.test.EmbeddedStackResource;
import dev.confab.local.test.TokenIssuerResource;
import dev.confab.task.cancel.TaskCancelService;
import dev.confab.task.execution.TaskEngine;
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
import java.sql.Connection;
import java.sql.SQLException;
import java.time.Instant;
import javax.sql.DataSource;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;

/** Tasks that are cancelled, take too long, are looked at and deleted. */
@QuarkusTest
@QuarkusTestResource(value = EmbeddedStackResource.class, initArgs = @ResourceArg(name = "database", value = "task"))
@QuarkusTestResource(TokenIssuerResource.class)
class TaskControlTest {
    private final TaskCalls tasks;
    private final TaskQueryService query;
    private final TaskCancelService cancellation;
    private final WorkerQueryService workers;
    private final ScheduleQueryService schedules;
    private final TaskEngine engine;
    private final DataSource dataSource;

    @Inject
    TaskControlTest(
            TaskCalls tasks,
            TaskQueryService query,
            TaskCancelService cancellation,
            WorkerQueryService workers,
            ScheduleQueryService schedules,
            TaskEngine engine,
            DataSource dataSource) {
        this.tasks = tasks;
        this.query = query;
        this.cancellation = cancellation;
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
    @Tag("TK-10")
    void aRunningTaskIsInterruptedAndAWaitingOneNeverStarts() {
        TaskView running = tasks.submit(TaskCalls.request("sleep", "{\"stubborn\": false}"));
        await().atMost(TaskCalls.LONG).until(() -> SleepyHandler.sleeps(running.id()));
        assertThat(cancellation.cancel(running.id()).cancelRequested()).isTrue();
        TaskView ended = tasks.ended(running.id());
        assertThat(ended.state()).isEqualTo(TaskState.REVOKED);
        assertThat(ended.error().code()).isEqualTo("cancelled");

        TaskView waiting = tasks.submit(TaskCalls.request("sleep", "{\"stubborn\": false}")
                .between(Instant.now().plusSeconds(3600), null));
        assertThat(cancellation.cancel(waiting.id()).state()).isEqualTo(TaskState.REVOKED);
        assertThat(cancellation.cancel(waiting.id()).state()).isEqualTo(TaskState.REVOKED);

        TaskView done = tasks.run("echo", "{}");
        assertThatThrownBy(() -> cancellation.cancel(done.id()))
                .isInstanceOfSatisfying(
                        ConfabException.class, e -> assertThat(e.code()).isEqualTo(ErrorCode.CONFLICT));
    }

    @Test
    @Tag("TK-10")
    void aHandlerThatIgnoresBeingCancelledIsGivenUp() {
        TaskView stubborn = tasks.submit(TaskCalls.request("sleep", "{\"stubborn\": true}"));
        await().atMost(TaskCalls.LONG).until(() -> SleepyHandler.sleeps(stubborn.id()));
        cancellation.cancel(stubborn.id());

        assertThat(tasks.ended(stubborn.id()).state()).isEqualTo(TaskState.REVOKED);
        await().atMost(TaskCalls.LONG).until(() -> engine.abandoned() > 0);

        SleepyHandler.release(stubborn.id());
        await().atMost(TaskCalls.LONG).until(() -> !SleepyHandler.sleeps(stubborn.id()));
        assertThat(query.find(stubborn.id()).orElseThrow().state()).isEqualTo(TaskState.REVOKED);
    }

    @Test
    @Tag("TK-10")
    void aHandlerCanBeCancelledWhileTheDatabaseWorksForIt() throws Exception {
        TaskView slow = tasks.submit(TaskCalls.request("ledger", "{\"failures\": 0, \"slow\": true}"));
        await().atMost(TaskCalls.LONG)
                .untilAsserted(() -> assertThat(
                                count(
                                        "select count(*) from pg_stat_activity"
                                                + " where query like '%pg_sleep(60)%' and state = 'active' and pid <> pg_backend_pid()"))
                        .isPositive());
        cancellation.cancel(slow.id());
        assertThat(tasks.ended(slow.id()).state()).isEqualTo(TaskState.REVOKED);

        // The interrupt has broken its connection; nobody else gets to feel it.
        for (int i = 0; i < 30; i++) {
            TaskView next = tasks.run("ledger", "{\"failures\": 0}");
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
        TaskView soft = tasks.run("nap", "{\"stubborn\": false}");
        assertThat(soft.state()).isEqualTo(TaskState.FAILED);
        assertThat(soft.error().code()).isEqualTo("soft_time_limit");

        TaskView hard = tasks.run("short-nap", "{\"stubborn\": true}");
        assertThat(hard.state()).isEqualTo(TaskState.FAILED);
        assertThat(hard.error().code()).isEqualTo("time_limit");
        SleepyHandler.release(hard.id());
    }

    @Test
    @Tag("TK-05")
    void aResultThatIsTooLargeIsNotKeptAndTheTaskHasSucceeded() {
        TaskView task = tasks.run("echo", "{\"text\": \"" + "x".repeat(70_000) + "\"}");

        assertThat(task.state()).isEqualTo(TaskState.SUCCEEDED);
        assertThat(task.result()).isNull();
        assertThat(task.resultOmittedBytes()).isGreaterThan(70_000);
    }

    @Test
    @Tag("TK-10")
    void tasksQueuesWorkersAndSchedulesCanBeLookedAt() {
        TaskView one = tasks.run("echo", "{\"n\": 1}");
        TaskView two = tasks.run("echo", "{\"n\": 2}");

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
        await().atMost(TaskCalls.LONG)
                .untilAsserted(() -> assertThat(workers.workers()).anyMatch(WorkerView::alive));
        assertThat(schedules.schedules())
                .anySatisfy(schedule -> assertThat(schedule.type()).isEqualTo("purge-tasks"));
        await().atMost(TaskCalls.LONG)
                .untilAsserted(
                        () -> assertThat(given().get("/q/health/ready").body().asString())
                                .contains("\"workers\"", "\"intake\": \"connected\""));
        assertThat(given().get("/q/metrics").body().asString())
                .contains("confab_tasks_start_delay_seconds", "confab_tasks_attempts_total", "confab_tasks_waiting");
    }

    @Test
    @Tag("TK-05")
    void whatIsOverIsDeleted() {
        TaskView task = tasks.run("purge-tasks", "{}");

        assertThat(task.state()).isEqualTo(TaskState.SUCCEEDED);
        assertThat(task.result().path("tasks").isNumber()).isTrue();
    }

    private long count(String query) throws SQLException {
        try (Connection connection = dataSource.getConnection()) {
            return LedgerStore.count(connection, query);
        }
    }
}
