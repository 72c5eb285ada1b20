package dev.confab.task.execution;

import static org.assertj.core.api.Assertions.assertThat;

import dev.confab.common.stream.TestSettings;
import dev.confab.task.handler.RetryLaterException;
import dev.confab.task.handler.TaskOptions;
import dev.confab.task.lifecycle.ClaimedTask;
import dev.confab.task.lifecycle.Ending;
import dev.confab.task.lifecycle.TaskConfig;
import dev.confab.task.lifecycle.TaskLinks;
import dev.confab.task.lifecycle.TaskState;
import java.io.IOException;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Random;
import java.util.UUID;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;

class EndingPolicyTest {
    private static final Instant NOW = Instant.parse("2026-03-01T12:00:00Z");

    private final EndingPolicy policy = new EndingPolicy(TestSettings.of(TaskConfig.class), new Random(7));

    @Test
    @Tag("TK-03")
    void delaysDoubleUpToTheLongestAndAreSpread() {
        TaskOptions options = TaskOptions.DEFAULTS.withRetries(20, Duration.ofSeconds(60), Duration.ofHours(1));
        List<Duration> delays = new ArrayList<>();
        for (int failures = 0; failures < 9; failures++) {
            delays.add(options.delayBefore(failures));
        }
        assertThat(delays)
                .extracting(Duration::toSeconds)
                .containsExactly(60L, 120L, 240L, 480L, 960L, 1920L, 3600L, 3600L, 3600L);

        List<Instant> dues = new ArrayList<>();
        for (int i = 0; i < 100; i++) {
            Ending ending = policy.failed(task(1, 0, null), options, new IllegalStateException(), null, NOW);
            assertThat(ending.next()).isEqualTo(TaskState.RETRY);
            dues.add(ending.dueAt());
        }
        assertThat(dues).allSatisfy(due -> assertThat(due).isBetween(NOW.plusSeconds(120), NOW.plusSeconds(132)));
        assertThat(dues.stream().distinct().count()).isGreaterThan(50);
    }

    @Test
    @Tag("TK-03")
    void theRequestsNumberOfRetriesCountsBeforeTheHandlers() {
        assertThat(nextAfter(task(3, 0, null))).isEqualTo(TaskState.FAILED);
        assertThat(nextAfter(task(3, 0, 4))).isEqualTo(TaskState.RETRY);
        assertThat(nextAfter(task(0, 0, 0))).isEqualTo(TaskState.FAILED);
    }

    @Test
    void aRetryThatIsNotCountedIsGrantedWhateverIsUsedUp() {
        Exception away = RetryLaterException.uncounted(Duration.ofMinutes(1), "away", new IOException());
        Ending ending = policy.failed(task(3, 0, null), TaskOptions.DEFAULTS, away, null, NOW);
        assertThat(ending.next()).isEqualTo(TaskState.RETRY);
        assertThat(ending.count()).isEqualTo(Ending.Count.NOTHING);
        assertThat(ending.dueAt()).isBetween(NOW.plusSeconds(60), NOW.plusSeconds(66));
    }

    @Test
    void aTaskThatIsLostAgainWaitsApartFromOthersAndIsThenPutAside() {
        assertThat(policy.lost(task(0, 0, null), NOW).next()).isEqualTo(TaskState.PENDING);
        assertThat(policy.lost(task(0, 1, null), NOW).dueAt()).isBetween(NOW.plusSeconds(10), NOW.plusSeconds(20));
        assertThat(policy.lost(task(0, 2, null), NOW).next()).isEqualTo(TaskState.FAILED);
    }

    private TaskState nextAfter(ClaimedTask task) {
        return policy.failed(task, TaskOptions.DEFAULTS, new IllegalStateException("x"), null, NOW)
                .next();
    }

    private static ClaimedTask task(int failures, int losses, @Nullable Integer maxRetries) {
        return new ClaimedTask(
                UUID.randomUUID(),
                "work",
                "default",
                "{}",
                failures + losses + 1,
                failures,
                losses,
                maxRetries,
                "/test",
                null,
                null,
                NOW,
                NOW,
                null,
                TaskLinks.NONE);
    }
}
