package dev.confab.common.relay;

import static org.assertj.core.api.Assertions.assertThat;

import dev.confab.common.stream.StreamEvent;
import dev.confab.common.stream.StreamKind;
import java.time.Instant;
import java.util.List;
import java.util.UUID;
import org.junit.jupiter.api.Test;

class CommittedEventsTest {
    private static final UUID ROOM = UUID.randomUUID();

    private final CommittedEvents committed = new CommittedEvents(10_000);

    @Test
    void hasWhatWasCommittedUntilItIsPublished() {
        committed.add(event(1, "a-1", "one"));
        committed.add(event(2, "a-1", "two"));
        assertThat(committed.of(note(1, 2, "a-1")))
                .hasValueSatisfying(events ->
                        assertThat(events).extracting(StreamEvent::data).containsExactly("one", "two"));
        committed.forget(List.of(note(1, 1, "a-1")));
        assertThat(committed.of(note(1, 2, "a-1"))).as("not whole").isEmpty();
        assertThat(committed.of(note(2, 2, "a-1"))).isPresent();
        committed.forgetAll();
        assertThat(committed.of(note(2, 2, "a-1"))).isEmpty();
    }

    @Test
    void neverAnswersForAnotherHistory() {
        committed.add(event(1, "lost-1", "of a history that was lost"));
        committed.add(event(2, "a-1", "two"));
        assertThat(committed.of(note(1, 1, "a-1")))
                .as("the database was restored and counts from there again")
                .isEmpty();
        assertThat(committed.of(note(1, 2, "a-1"))).isEmpty();
        assertThat(committed.of(note(2, 2, "a-2"))).as("the stream began anew").isEmpty();
    }

    @Test
    void forgetsTheOldestBeyondItsBytes() {
        String large = "x".repeat(3_000);
        committed.add(event(1, "a-1", large));
        committed.add(event(2, "a-1", large));
        assertThat(committed.of(note(1, 1, "a-1"))).isEmpty();
        assertThat(committed.of(note(2, 2, "a-1"))).isPresent();
        for (int i = 0; i < 10; i++) {
            committed.forget(List.of(note(2, 2, "a-1")));
            committed.add(event(2, "a-1", large));
        }
        assertThat(committed.of(note(2, 2, "a-1")))
                .as("what is gone is not counted")
                .isPresent();
    }

    private static StreamEvent event(long seq, String epoch, String data) {
        return new StreamEvent(
                ROOM,
                StreamKind.ROOM,
                "room",
                epoch,
                seq,
                UUID.randomUUID(),
                "message.posted",
                UUID.randomUUID(),
                "ann",
                null,
                data,
                Instant.EPOCH,
                null,
                null);
    }

    private static OutboxNote note(long from, long to, String epoch) {
        return new OutboxNote(0, from, ROOM, epoch, from, to);
    }
}
