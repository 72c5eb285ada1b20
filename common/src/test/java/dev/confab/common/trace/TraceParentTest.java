package dev.confab.common.trace;

import static org.assertj.core.api.Assertions.assertThat;

import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.NullSource;
import org.junit.jupiter.params.provider.ValueSource;

class TraceParentTest {
    private static final String TRACE = "00-0af7651916cd43dd8448eb211c80319c-b7ad6b7169203331-01";

    @Test
    void namesTraceStepAndWhetherItIsRecorded() {
        TraceParent parsed = new TraceParent(TRACE);
        assertThat(parsed.traceId()).isEqualTo("0af7651916cd43dd8448eb211c80319c");
        assertThat(parsed.spanId()).isEqualTo("b7ad6b7169203331");
        assertThat(parsed.sampled()).isTrue();
    }

    @Test
    void aFreshOneIsWellFormedAndRecordedByNobody() {
        TraceParent fresh = TraceParent.orFresh("nonsense");
        assertThat(TraceParent.parse(fresh.value())).isEqualTo(fresh);
        assertThat(fresh.sampled()).isFalse();
        assertThat(fresh).isNotEqualTo(TraceParent.fresh());
    }

    @ParameterizedTest
    @NullSource
    @ValueSource(
            strings = {
                "",
                "00",
                "00-0af7651916cd43dd8448eb211c80319c-b7ad6b7169203331-01-x",
                "01-0af7651916cd43dd8448eb211c80319c-b7ad6b7169203331-01",
                "00-0AF7651916CD43DD8448EB211C80319C-b7ad6b7169203331-01",
                "00-00000000000000000000000000000000-b7ad6b7169203331-01",
                "00-0af7651916cd43dd8448eb211c80319c-0000000000000000-01",
                "00-0af7651916cd43dd8448eb211c80319c-b7ad6b7169203331-0",
            })
    void nonsenseIsNoTrace(@Nullable String sent) {
        assertThat(TraceParent.parse(sent)).isNull();
    }
}
