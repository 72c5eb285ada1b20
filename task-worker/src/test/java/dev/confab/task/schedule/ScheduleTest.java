package dev.confab.task.schedule;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.confab.common.stream.TestSettings;
import dev.confab.task.execution.SettableClock;
import dev.confab.task.execution.TaskDatabase;
import dev.confab.task.execution.TestWorker;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.stream.IntStream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;

@Tag("TK-06")
class ScheduleTest {
    private static final String[] EVERY_MINUTE = {
        "confab.schedules.tasks.sweep.type", "work", "confab.schedules.tasks.sweep.cron", "* * * * *"
    };

    private final SettableClock time = new SettableClock();
    private final List<TestWorker> workers = new ArrayList<>();
    private TaskDatabase database;

    @BeforeEach
    void createDatabase() throws Exception {
        database = new TaskDatabase();
    }

    @AfterEach
    void dropDatabase() throws Exception {
        workers.forEach(TestWorker::close);
        database.close();
    }

    @Test
    void howeverManyWorkersFireATickItRunsOnce() throws Exception {
        List<ScheduleTicker> tickers =
                IntStream.range(0, 5).mapToObj(_ -> ticker(EVERY_MINUTE)).toList();
        int ticks = 20;
        try (ExecutorService threads = Executors.newVirtualThreadPerTaskExecutor()) {
            for (int i = 0; i < ticks; i++) {
                time.advance(Duration.ofMinutes(1));
                List<Future<Integer>> fired = tickers.stream()
                        .map(ticker -> threads.submit(() -> ticker.fireAll(time.instant())))
                        .toList();
                for (Future<Integer> one : fired) {
                    one.get();
                }
            }
        }
        assertThat(database.number("select count(*) from task")).isEqualTo(ticks);
        assertThat(database.column("select fire_at from task_schedule_fire")).hasSize(ticks);
    }

    @Test
    void aTickIsNotRunAgainThoughTheScheduleForgetsHowFarItWas() throws Exception {
        ScheduleTicker ticker = ticker(EVERY_MINUTE);
        time.advance(Duration.ofMinutes(1));
        assertThat(ticker.fireAll(time.instant())).isEqualTo(1);

        database.execute("update task_schedule set done_until = done_until - interval '10 minutes'");

        assertThat(ticker.fireAll(time.instant())).isZero();
        assertThat(database.number("select count(*) from task")).isEqualTo(1);
    }

    @Test
    void missedTicksAreCaughtUpAsTheScheduleSays() throws Exception {
        for (String policy : List.of("skip", "once", "all")) {
            database.execute("truncate task, task_attempt, task_schedule, task_schedule_fire");
            ScheduleTicker ticker = ticker(
                    EVERY_MINUTE[0],
                    EVERY_MINUTE[1],
                    EVERY_MINUTE[2],
                    EVERY_MINUTE[3],
                    "confab.schedules.tasks.sweep.catch-up",
                    policy);
            // Half a minute past the last tick, and then a minute and a half.
            time.advance(Duration.ofMinutes(5).plusSeconds(30));
            int afterFive = ticker.fireAll(time.instant());
            assertThat(afterFive).as(policy).isEqualTo(policy.equals("all") ? 5 : 1);
            time.advance(Duration.ofSeconds(30));
            assertThat(ticker.fireAll(time.instant())).isEqualTo(1);
        }
    }

    @Test
    void anOutageThatSkippedEverythingLeavesNothingToDo() throws Exception {
        ScheduleTicker ticker = ticker(
                "confab.schedules.tasks.daily.type", "work",
                "confab.schedules.tasks.daily.cron", "0 3 * * *",
                "confab.schedules.tasks.daily.catch-up", "skip");
        time.advance(Duration.ofHours(30));
        assertThat(ticker.fireAll(time.instant())).isZero();
        time.advance(Duration.ofHours(9));
        assertThat(ticker.fireAll(time.instant())).isEqualTo(1);
    }

    @Test
    void oneThatFailsKeepsNoneOfTheOthers() throws Exception {
        database.execute("alter table task_schedule_fire add constraint refused check (schedule <> 'a-bad')");
        ScheduleTicker ticker = ticker(
                "confab.schedules.tasks.a-bad.type", "work",
                "confab.schedules.tasks.a-bad.every", "1m",
                "confab.schedules.tasks.b-good.type", "work",
                "confab.schedules.tasks.b-good.every", "1m");
        for (int minute = 1; minute <= 2; minute++) {
            time.advance(Duration.ofMinutes(1));
            assertThat(ticker.fireAll(time.instant())).isEqualTo(1);
        }
        assertThat(database.column("select distinct schedule from task_schedule_fire"))
                .containsExactly("b-good");
    }

    @Test
    void crontabsFollowTheClockOnTheWallAndIntervalsDoNot() {
        Schedule daily = Schedule.of(
                "daily",
                entry("confab.schedules.tasks.x.cron", "30 3 * * *", "confab.schedules.tasks.x.zone", "Europe/Vienna"),
                "default");
        assertThat(daily.next(Instant.parse("2026-03-28T12:00:00Z"))).isEqualTo("2026-03-29T01:30:00Z");
        assertThat(daily.next(Instant.parse("2026-03-27T12:00:00Z"))).isEqualTo("2026-03-28T02:30:00Z");

        Schedule often = Schedule.of("often", entry("confab.schedules.tasks.x.every", "90s"), "default");
        assertThat(often.next(Instant.EPOCH.plusSeconds(90))).isEqualTo(Instant.EPOCH.plusSeconds(180));
        assertThat(often.timing().text()).isEqualTo("every 1m30s");
    }

    @Test
    void aScheduleThatMakesNoSenseIsRefused() {
        assertThatThrownBy(() -> Schedule.of("both", entry("confab.schedules.tasks.x.payload", "{}"), "default"))
                .hasMessageContaining("either cron or every");
        assertThatThrownBy(
                        () -> Schedule.of("wrong", entry("confab.schedules.tasks.x.cron", "every tuesday"), "default"))
                .hasMessageContaining("wrong");
        assertThatThrownBy(() ->
                        ticker("confab.schedules.tasks.x.type", "no-such", "confab.schedules.tasks.x.every", "1m"))
                .hasMessageContaining("no handler");
    }

    private static ScheduleConfig.Entry entry(String... settings) {
        List<String> all = new ArrayList<>(List.of("confab.schedules.tasks.x.type", "work"));
        all.addAll(List.of(settings));
        return TestSettings.of(ScheduleConfig.class, all.toArray(String[]::new))
                .tasks()
                .get("x");
    }

    private ScheduleTicker ticker(String... settings) {
        TestWorker worker = new TestWorker(database, time, TestWorker.handler((_, _) -> null));
        workers.add(worker);
        ScheduleTicker ticker = new ScheduleTicker(
                TestSettings.of(ScheduleConfig.class, settings),
                worker.handlers,
                worker.slots,
                worker.transactions,
                worker.intake,
                worker.engine,
                worker.clock);
        // Makes the schedules known: they begin now.
        assertThat(ticker.fireAll(time.instant())).isZero();
        return ticker;
    }
}
