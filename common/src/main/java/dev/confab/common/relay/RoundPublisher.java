package dev.confab.common.relay;

import dev.confab.common.event.CloudEventCodec;
import dev.confab.common.event.EventTopics;
import dev.confab.common.kafka.KafkaClients;
import dev.confab.common.kafka.TopicCreator;
import dev.confab.common.stream.StreamEvent;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import java.util.concurrent.atomic.AtomicInteger;
import org.apache.kafka.clients.producer.Producer;
import org.apache.kafka.clients.producer.ProducerRecord;
import org.apache.kafka.common.KafkaException;
import org.apache.kafka.common.errors.InterruptException;
import org.jspecify.annotations.Nullable;

/**
 * Publishes a round of events and waits until Kafka has acknowledged all of them. If one fails, or time is up, the
 * producer is thrown away at once, with whatever it has not sent: a later event of a stream must never be published when
 * an earlier one was not. What was acknowledged already is published again by the next try; consumers see such
 * repetitions, but never a gap. Used by one thread.
 */
final class RoundPublisher implements AutoCloseable {
    private final KafkaClients clients;
    private final TopicCreator topics;
    private @Nullable Producer<String, byte[]> producer;

    RoundPublisher(KafkaClients clients, TopicCreator topics) {
        this.clients = clients;
        this.topics = topics;
    }

    /**
     * Returns when all are acknowledged, else throws.
     *
     * @param atMost after which nothing of this is sent any more
     */
    void publish(List<StreamEvent> events, Duration atMost) throws InterruptedException {
        long deadline = System.nanoTime() + atMost.toNanos();
        boolean done = false;
        try {
            Producer<String, byte[]> current = producer();
            Round round = new Round(events.size(), current);
            for (StreamEvent event : events) {
                if (round.outcome.isDone() || deadline - System.nanoTime() <= 0) {
                    break;
                }
                var _ = current.send(record(event), (metadata, failure) -> round.acknowledged(failure));
            }
            current.flush();
            round.outcome.get(Math.max(0, deadline - System.nanoTime()), TimeUnit.NANOSECONDS);
            done = true;
        } catch (ExecutionException failed) {
            throw new KafkaException("publishing failed", failed.getCause());
        } catch (TimeoutException late) {
            throw new KafkaException("publishing took longer than the lease lasts", late);
        } catch (InterruptException stop) {
            Thread.interrupted();
            throw new InterruptedException(stop.getMessage());
        } finally {
            if (!done) {
                close();
            }
        }
    }

    @Override
    public void close() {
        Producer<String, byte[]> current = producer;
        producer = null;
        if (current != null) {
            current.close(Duration.ZERO);
        }
    }

    private Producer<String, byte[]> producer() throws InterruptedException {
        Producer<String, byte[]> current = producer;
        if (current == null) {
            topics.ensure(EventTopics.all());
            current = clients.orderedProducer();
            producer = current;
        }
        return current;
    }

    private static ProducerRecord<String, byte[]> record(StreamEvent event) {
        ProducerRecord<String, byte[]> record = new ProducerRecord<>(
                EventTopics.of(event.kind()), event.streamId().toString(), CloudEventCodec.encode(event));
        record.headers().add(RecordHeaders.CONTENT_TYPE, RecordHeaders.CLOUD_EVENT);
        record.headers().add(RecordHeaders.SEQ, Long.toString(event.seq()).getBytes(StandardCharsets.US_ASCII));
        if (event.requestId() != null) {
            record.headers().add(RecordHeaders.REQUEST_ID, event.requestId().getBytes(StandardCharsets.UTF_8));
        }
        return record;
    }

    /** The acknowledgements of one round. */
    private static final class Round {
        private final AtomicInteger open;
        private final Producer<String, byte[]> producer;
        private final CompletableFuture<Boolean> outcome = new CompletableFuture<>();

        Round(int events, Producer<String, byte[]> producer) {
            this.open = new AtomicInteger(events);
            this.producer = producer;
        }

        /** On the producer's own thread, before it sends anything else. */
        void acknowledged(@Nullable Exception failure) {
            if (failure != null) {
                if (outcome.completeExceptionally(failure)) {
                    producer.close(Duration.ZERO);
                }
            } else if (open.decrementAndGet() == 0) {
                outcome.complete(true);
            }
        }
    }
}
