package dev.confab.common.stream;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Instant;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Random;
import java.util.UUID;
import java.util.stream.LongStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class EventSequencerTest {
    private static final UUID STREAM = UUID.randomUUID();

    @ParameterizedTest
    @ValueSource(longs = {1, 2, 3, 4, 5, 6, 7, 8})
    void whateverComesInComesOutOnceAndInOrder(long seed) {
        Random random = new Random(seed);
        int count = 400;
        List<Long> input = new ArrayList<>();
        for (long seq = 1; seq <= count; seq++) {
            if (random.nextInt(5) > 0) {
                Collections.addAll(
                        input, Collections.nCopies(1 + random.nextInt(2), seq).toArray(Long[]::new));
            }
        }
        Collections.shuffle(input, random);
        EventSequencer sequencer = new EventSequencer("e", 0, 1 + random.nextInt(50), 20_000);
        List<Long> output = new ArrayList<>();
        for (long seq : input) {
            sequencer.offer(event(seq));
            if (random.nextInt(3) == 0) {
                sequencer.take().forEach(event -> output.add(event.seq()));
            }
        }
        sequencer.exists(count);
        // What was lost is offered again, as the database would.
        while (output.size() < count) {
            sequencer.take().forEach(event -> output.add(event.seq()));
            if (sequencer.hasGap()) {
                sequencer.offer(event(sequencer.next()));
            }
        }
        assertThat(output)
                .containsExactlyElementsOf(
                        LongStream.rangeClosed(1, count).boxed().toList());
        assertThat(sequencer.hasGap()).isFalse();
    }

    @Test
    void forgetsWhatExceedsItsBoundsButNotThatItExists() {
        EventSequencer sequencer = new EventSequencer("e", 10, 4, 1 << 20);
        for (long seq = 100; seq > 12; seq--) {
            sequencer.offer(event(seq));
        }
        sequencer.offer(event(11));
        sequencer.offer(event(12));
        assertThat(sequencer.take()).extracting(DeliverableEvent::seq).containsExactly(11L, 12L, 13L, 14L);
        assertThat(sequencer.take()).extracting(DeliverableEvent::seq).containsExactly(15L, 16L);
        assertThat(sequencer.hasGap()).isTrue();
        assertThat(sequencer.next()).isEqualTo(17);
        assertThat(sequencer.top()).isEqualTo(100);
    }

    @Test
    void recentEventsStayWithinTheirBounds() {
        RecentEvents.Budget budget = new RecentEvents.Budget(10_000);
        RecentEvents one = new RecentEvents(0, 8, 1 << 20, budget);
        RecentEvents two = new RecentEvents(5, 100, 1 << 20, budget);
        for (long seq = 1; seq <= 20; seq++) {
            one.add(new DeliverableEvent(event(seq)));
        }
        assertThat(one.covers(12)).isFalse();
        assertThat(one.from(13, 3)).extracting(DeliverableEvent::seq).containsExactly(13L, 14L, 15L);
        assertThat(one.covers(21)).isFalse();
        for (long seq = 6; seq <= 100; seq++) {
            two.add(new DeliverableEvent(event(seq)));
        }
        assertThat(budget.used()).isLessThanOrEqualTo(10_000);
        assertThat(two.covers(100)).isTrue();
        one.clear();
        two.clear();
        assertThat(budget.used()).isZero();
    }

    static StreamEvent event(long seq) {
        return new StreamEvent(
                STREAM,
                StreamKind.ROOM,
                "r",
                "e",
                seq,
                UUID.randomUUID(),
                "message.posted",
                null,
                null,
                null,
                "{}",
                Instant.EPOCH,
                null,
                null);
    }
}
