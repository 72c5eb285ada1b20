package dev.confab.system.chat;

import static org.assertj.core.api.Assertions.assertThat;

import dev.confab.bench.history.HistoryOptions;
import dev.confab.bench.history.HistoryReport;
import dev.confab.bench.history.HistoryRun;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;

/** A short run of {@code ./confab bench history}: every kind of fault once. */
class HistoryTest {
    private static final long SEED = 4;

    @Test
    @Tag("CH-09")
    void whateverFailsEverybodySeesOneHistoryAndNothingOfOthers() throws Exception {
        HistoryReport report = HistoryRun.on(
                TwoNodeSuite.get(), 2, HistoryOptions.brief(SEED), line -> System.out.println("  " + line));

        assertThat(report.violations()).as("seed %d", SEED).isEmpty();
        assertThat(report.totals().get("messages acknowledged")).isGreaterThan(50);
        assertThat(report.totals().get("rooms resumed")).isGreaterThan(10);
    }
}
