package dev.confab.system.chat;

import static dev.confab.local.test.Patience.await;
import static org.assertj.core.api.Assertions.assertThat;

import dev.confab.client.connection.ConfabEvent;
import dev.confab.client.connection.SentMessage;
import java.net.URI;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.UUID;
import java.util.stream.LongStream;

/** A fresh room, those who talk in it, and the checker of what chat promises about it. */
final class Conversation implements AutoCloseable {
    private static final Duration CATCH_UP = Duration.ofSeconds(90);

    private final String room = "talk_" + UUID.randomUUID().toString().substring(0, 8);
    private final List<Talker> talkers = new ArrayList<>();

    String room() {
        return room;
    }

    /** Registers and joins somebody who uses one address for all. */
    Talker enter(String name, URI base) {
        return enter(name, base, base);
    }

    Talker enter(String name, URI restBase, URI socketBase) {
        Talker talker = Talker.register(name, restBase, socketBase);
        talkers.add(talker);
        talker.rest().rooms().getOrCreate(room);
        return talker.join(room);
    }

    List<Talker> talkers() {
        return talkers;
    }

    void everyoneTalks() {
        talkers.forEach(talker -> talker.keepTalking(room));
    }

    void everyoneFallsSilent() throws InterruptedException {
        for (Talker talker : talkers) {
            talker.fallSilent();
        }
    }

    /** Waits until {@code more} further messages were acknowledged to every one of {@code speakers}. */
    void awaitMoreFrom(List<Talker> speakers, int more) {
        List<Integer> before =
                speakers.stream().map(talker -> talker.acknowledged().size()).toList();
        await().atMost(CATCH_UP).untilAsserted(() -> {
            for (int i = 0; i < speakers.size(); i++) {
                assertThat(speakers.get(i).acknowledged())
                        .as("acknowledged to %s", speakers.get(i).username())
                        .hasSizeGreaterThanOrEqualTo(before.get(i) + more);
            }
        });
    }

    /**
     * Every acknowledged message was seen by everyone exactly once, at the place that the acknowledgement named; all
     * saw the same events in the same gap-free order; nobody was told that something is missing. To be called when all
     * have fallen silent.
     */
    void assertEveryoneSawEverythingOnceInOneOrder() {
        List<SentMessage> acknowledged = talkers.stream()
                .flatMap(talker -> talker.acknowledged().stream())
                .toList();
        long top = acknowledged.stream()
                .mapToLong(sent -> sent.position().seq())
                .max()
                .orElseThrow();
        for (Talker talker : talkers) {
            await().atMost(CATCH_UP)
                    .untilAsserted(() -> assertThat(talker.seen(room))
                            .as(
                                    "%s (%s) sees up to %d",
                                    talker.username(), talker.connection().state(), top)
                            .extracting(ConfabEvent::seq)
                            .contains(top));
        }
        List<String> order = idsInOrder(talkers.getFirst());
        for (Talker talker : talkers) {
            List<Long> seqs = talker.seen(room).stream().map(ConfabEvent::seq).toList();
            assertThat(talker.gaps()).as("gaps of %s", talker.username()).isEmpty();
            assertThat(seqs)
                    .as("what %s saw", talker.username())
                    .containsExactlyElementsOf(LongStream.rangeClosed(seqs.getFirst(), seqs.getLast())
                            .boxed()
                            .toList());
            List<String> ids = idsInOrder(talker);
            int common = Math.min(ids.size(), order.size());
            assertThat(ids.subList(ids.size() - common, ids.size()))
                    .as("order that %s saw", talker.username())
                    .isEqualTo(order.subList(order.size() - common, order.size()));
            assertAllSeen(talker, acknowledged, seqs.getFirst());
        }
    }

    @Override
    public void close() {
        talkers.forEach(Talker::close);
    }

    private void assertAllSeen(Talker talker, List<SentMessage> acknowledged, long first) {
        List<ConfabEvent> events = talker.seen(room);
        for (SentMessage sent : acknowledged) {
            long seq = sent.position().seq();
            if (seq < first) {
                continue; // before this one came
            }
            ConfabEvent event = events.get((int) (seq - first));
            assertThat(event.eventId())
                    .as("%s at %d, acknowledged, as seen by %s", sent.clientMessageId(), seq, talker.username())
                    .isEqualTo(sent.messageId());
        }
    }

    private List<String> idsInOrder(Talker talker) {
        return talker.seen(room).stream().map(ConfabEvent::eventId).toList();
    }
}
