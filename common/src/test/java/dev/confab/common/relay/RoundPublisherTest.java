package dev.confab.common.relay;

import static dev.confab.local.test.Patience.await;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.confab.common.stream.StreamEvent;
import dev.confab.common.stream.StreamKind;
import dev.confab.local.EmbeddedStack;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.UUID;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionException;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import org.apache.kafka.common.KafkaException;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

class RoundPublisherTest {
    private static final UUID STREAM = UUID.randomUUID();

    /** All that a publisher is asked comes from one thread. */
    private final ExecutorService thread = Executors.newSingleThreadExecutor();

    private final RoundPublisher publisher = new RoundPublisher(RelayTest.clients(), RelayTest.topics());

    @AfterEach
    void stop() {
        EmbeddedStack.shared().kafka().start();
        thread.execute(publisher::close);
        thread.close();
    }

    @Test
    void whatIsNotPublishedInTimeIsNotPublishedLater() throws Exception {
        publish(List.of(event(1)), Duration.ofSeconds(60)).join();
        EmbeddedStack.shared().kafka().kill();
        // A producer left to itself would try for half a minute, and succeed if the broker came back meanwhile.
        CompletableFuture<Void> late = publish(List.of(event(2)), Duration.ofMillis(500));
        assertThatThrownBy(late::join)
                .isInstanceOf(CompletionException.class)
                .hasCauseInstanceOf(KafkaException.class)
                .hasMessageContaining("longer than the lease");
        EmbeddedStack.shared().kafka().start();
        publish(List.of(event(3)), Duration.ofSeconds(60)).join();
        try (TopicReader reader = new TopicReader(List.of(STREAM))) {
            await().untilAsserted(() -> assertThat(reader.seqs(STREAM)).isEqualTo(List.of(1L, 3L)));
        }
    }

    private CompletableFuture<Void> publish(List<StreamEvent> events, Duration atMost) {
        return CompletableFuture.runAsync(
                () -> {
                    try {
                        publisher.publish(events, List.of(), atMost);
                    } catch (InterruptedException stop) {
                        throw new IllegalStateException(stop);
                    }
                },
                thread);
    }

    private static StreamEvent event(long seq) {
        return new StreamEvent(
                STREAM,
                StreamKind.ROOM,
                "room",
                "epoch-1",
                seq,
                UUID.randomUUID(),
                "message.posted",
                null,
                null,
                null,
                "{}",
                Instant.now(),
                null,
                null);
    }
}
