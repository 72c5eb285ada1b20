package dev.confab.bench;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;

class RecorderTest {
    private static final long MILLI = 1_000_000;

    @Test
    void countsFromWhenAMessageWasDueAndNotFromWhenItWasSent() {
        Recorder recorder = new Recorder(1, 2);
        recorder.due(0, 0);
        recorder.acknowledged(0, 500 * MILLI);
        recorder.delivered(0, 600 * MILLI);
        recorder.delivered(0, 900 * MILLI);

        assertThat(Latency.of(recorder.acks).p50()).isBetween(499.0, 501.0);
        assertThat(Latency.of(recorder.deliveries).p50()).isBetween(599.0, 601.0);
        assertThat(Latency.of(recorder.lastDeliveries).max()).isBetween(899.0, 901.0);
        assertThat(recorder.complete(1)).isTrue();
        assertThat(recorder.lost()).isZero();
    }

    @Test
    void checksTheWarmUpButDoesNotTimeIt() {
        Recorder recorder = new Recorder(2, 1);
        recorder.measureFrom(1);
        recorder.acknowledged(0, MILLI);
        recorder.acknowledged(1, MILLI);
        recorder.delivered(1, MILLI);

        assertThat(recorder.acks.getTotalCount()).isEqualTo(1);
        assertThat(recorder.lost()).isEqualTo(1);
        assertThat(recorder.complete(2)).isFalse();
    }

    @Test
    void tellsWhatWasNeverAcknowledgedFromWhatWasLost() {
        Recorder recorder = new Recorder(3, 2);
        recorder.acknowledged(0, MILLI);
        recorder.delivered(0, MILLI);

        assertThat(recorder.lost()).isEqualTo(1);
        assertThat(recorder.unacknowledged(3)).isEqualTo(2);
    }

    @Test
    void countsASecondAcknowledgementAsADuplicate() {
        Recorder recorder = new Recorder(1, 1);
        recorder.acknowledged(0, MILLI);
        recorder.acknowledged(0, MILLI);

        assertThat(recorder.duplicates).isEqualTo(1);
        assertThat(recorder.acknowledgements).isEqualTo(1);
    }
}
