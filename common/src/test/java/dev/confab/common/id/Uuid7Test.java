package dev.confab.common.id;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Instant;
import java.util.ArrayList;
import java.util.Iterator;
import java.util.List;
import java.util.UUID;
import org.junit.jupiter.api.Test;

class Uuid7Test {
    @Test
    void risesStrictlyEvenWhenTheClockGoesBackOrStandsStill() {
        Iterator<Instant> clock = List.of(1000L, 1000L, 5L, 2000L, 1999L).stream()
                .map(Instant::ofEpochMilli)
                .iterator();
        Uuid7 ids = new Uuid7(clock::next);
        List<String> made = new ArrayList<>();
        for (int i = 0; i < 5; i++) {
            made.add(ids.next().toString());
        }
        assertThat(made).isSorted().doesNotHaveDuplicates();
        Uuid7 standing = new Uuid7(() -> Instant.ofEpochMilli(1_700_000_000_000L));
        List<String> many = new ArrayList<>();
        for (int i = 0; i < 10_000; i++) {
            many.add(standing.next().toString());
        }
        assertThat(many).isSorted().doesNotHaveDuplicates();
    }

    @Test
    void isAVersion7WithTheTimeInFront() {
        UUID id = new Uuid7(() -> Instant.ofEpochMilli(1_700_000_000_123L)).next();
        assertThat(id.version()).isEqualTo(7);
        assertThat(id.variant()).isEqualTo(2);
        assertThat(id.getMostSignificantBits() >>> 16).isEqualTo(1_700_000_000_123L);
    }
}
