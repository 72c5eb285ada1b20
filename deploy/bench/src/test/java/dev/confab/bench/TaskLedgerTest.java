package dev.confab.bench;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Instant;
import java.util.Map;
import org.junit.jupiter.api.Test;

class TaskLedgerTest {
    @Test
    void aTaskThatKafkaTookAndNobodyKnowsIsLost() {
        TaskLedger ledger = new TaskLedger(2, 0);
        ledger.due(0, Instant.now());
        ledger.taken(0, Instant.now());
        ledger.due(1, Instant.now());

        TasksReport report = ledger.report(1, 1, new CpuUse(Map.of(), 0));

        assertThat(ledger.unfinished()).isOne();
        assertThat(report.lost()).isOne();
        assertThat(report.failed()).as("not taken by Kafka").isOne();
        assertThat(report.whole()).isFalse();
    }
}
