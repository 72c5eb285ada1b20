package dev.confab.common.relay;

import dev.confab.common.event.CloudEventCodec;
import dev.confab.common.event.EventTopics;
import dev.confab.common.kafka.KafkaClients;
import dev.confab.common.kafka.RecordHeaders;
import dev.confab.common.kafka.TopicCreator;
import dev.confab.common.outbox.OutboxRecord;
import dev.confab.common.stream.StreamEvent;
import java.time.Duration;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.function.Supplier;
import org.apache.kafka.clients.producer.Producer;
import org.apache.kafka.clients.producer.ProducerRecord;
import org.apache.kafka.common.KafkaException;
import org.apache.kafka.common.errors.InterruptException;
import org.jspecify.annotations.Nullable;

/**
 * Publishes a round of events and records and waits until Kafka has acknowledged all of them. If one fails, or time is up, the
 * producer is thrown away at once, with whatever it has not sent: a later record of a key must never be published when
 * an earlier one was not. What was acknowledged already is published again by the next try; consumers see such
 * repetitions, but never a gap. Used by one thread.
 */
final class RoundPublisher implements AutoCloseable {
    private final KafkaClients clients;
    private final TopicCreator topics;
    private final Set<String> ensured = new HashSet<>();
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
    void publish(List<StreamEvent> events, List<OutboxRecord> records, Duration atMost) throws InterruptedException {
        if (events.isEmpty() && records.isEmpty()) {
            // Of notes whose events are no longer kept.
            return;
        }
        long deadline = System.nanoTime() + atMost.toNanos();
        boolean done = false;
        try {
            Producer<String, byte[]> current = producer();
            ensureTopics(events, records);
            Round round = new Round(events.size() + records.size(), current, deadline);
            events.forEach(event -> round.send(() -> record(event)));
            records.forEach(record -> round.send(() -> record(record)));
            current.flush();
            round.outcome.get();
            done = true;
        } catch (ExecutionException failed) {
            throw new KafkaException(
                    failed.getCause() instanceof TimeoutException
                            ? "publishing took longer than the lease lasts"
                            : "publishing failed",
                    failed.getCause());
        } catch (IllegalStateException closed) {
            // By the first failure, while the next record was being sent.
            throw new KafkaException("publishing failed", closed);
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
            ensured.clear();
            current = clients.orderedProducer();
            producer = current;
        }
        return current;
    }

    /** Topics are created when something is published on them for the first time with a producer. */
    private void ensureTopics(List<StreamEvent> events, List<OutboxRecord> records) throws InterruptedException {
        Set<String> needed = new HashSet<>();
        events.forEach(event -> needed.add(EventTopics.of(event.kind())));
        records.forEach(record -> needed.add(record.topic()));
        needed.removeAll(ensured);
        if (!needed.isEmpty()) {
            topics.ensure(needed);
            ensured.addAll(needed);
        }
    }

    private static ProducerRecord<String, byte[]> record(StreamEvent event) {
        ProducerRecord<String, byte[]> record = new ProducerRecord<>(
                EventTopics.of(event.kind()), event.streamId().toString(), CloudEventCodec.encode(event));
        RecordHeaders.add(record.headers(), RecordHeaders.CONTENT_TYPE, CloudEventCodec.CONTENT_TYPE);
        RecordHeaders.add(record.headers(), RecordHeaders.SEQ, Long.toString(event.seq()));
        RecordHeaders.add(record.headers(), RecordHeaders.REQUEST_ID, event.requestId());
        RecordHeaders.add(record.headers(), RecordHeaders.TRACE_PARENT, event.traceParent());
        return record;
    }

    private static ProducerRecord<String, byte[]> record(OutboxRecord waiting) {
        ProducerRecord<String, byte[]> record = new ProducerRecord<>(waiting.topic(), waiting.key(), waiting.value());
        waiting.headers().forEach((name, text) -> RecordHeaders.add(record.headers(), name, text));
        return record;
    }

    /** The acknowledgements of one round. */
    private static final class Round {
        private final AtomicInteger open;
        private final Producer<String, byte[]> producer;
        private final long deadline;
        private final CompletableFuture<Boolean> outcome = new CompletableFuture<>();

        Round(int records, Producer<String, byte[]> producer, long deadline) {
            this.open = new AtomicInteger(records);
            this.producer = producer;
            this.deadline = deadline;
            // Whatever the producer waits for: once it is closed it sends nothing more, and its flush returns.
            outcome.orTimeout(Math.max(1, deadline - System.nanoTime()), TimeUnit.NANOSECONDS);
            CompletableFuture<Boolean> _ = outcome.exceptionallyAsync(this::giveUp, Thread::startVirtualThread);
        }

        private boolean giveUp(Throwable failure) {
            producer.close(Duration.ZERO);
            return false;
        }

        /** Nothing more after the first failure, nor when time is up. */
        void send(Supplier<ProducerRecord<String, byte[]>> record) {
            if (!outcome.isDone() && deadline - System.nanoTime() > 0) {
                var _ = producer.send(record.get(), (metadata, failure) -> acknowledged(failure));
            }
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
