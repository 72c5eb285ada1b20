package dev.confab.notification.intake;

import dev.confab.common.error.ConfabException;
import dev.confab.common.error.ErrorCode;
import dev.confab.common.event.EventTopics;
import dev.confab.common.event.MalformedEventException;
import dev.confab.common.kafka.BatchHandler;
import dev.confab.common.kafka.GroupConsumer;
import dev.confab.common.kafka.KafkaClients;
import dev.confab.common.kafka.RecordHeaders;
import dev.confab.common.kafka.TopicCreator;
import dev.confab.common.outbox.OutboxRecord;
import dev.confab.common.trace.TraceStep;
import dev.confab.common.trace.Tracing;
import io.opentelemetry.api.trace.SpanKind;
import io.quarkus.runtime.ShutdownEvent;
import io.quarkus.runtime.StartupEvent;
import jakarta.annotation.Priority;
import jakarta.enterprise.context.ApplicationScoped;
import jakarta.enterprise.event.Observes;
import jakarta.inject.Inject;
import jakarta.interceptor.Interceptor;
import java.sql.SQLException;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.jboss.logging.Logger;

/**
 * Reads events as a member of the group {@value #GROUP}, from the beginning of the topics on first start. Offsets are
 * committed after the database transaction, so a crash between the two repeats events, which changes nothing.
 *
 * <p>A record that can never be applied goes to {@value #DEAD_LETTERS} with its value as it was and headers that say what
 * is wrong; it is counted, and those behind it go on. While the database is away nothing is put aside: all wait.
 */
@ApplicationScoped
class EventConsumer implements BatchHandler, EventIntake {
    static final String GROUP = "confab-notification";
    static final String DEAD_LETTERS = "confab.notification.dlt";

    private static final Logger LOG = Logger.getLogger(EventConsumer.class);
    private static final int LONGEST_MESSAGE = 500;
    private static final int LARGEST_VALUE = 1 << 20;
    /** So often a failure that might pass is waited out before the batch is taken apart. */
    private static final int PATIENCE = 5;

    private final Tracing tracing;
    private final IntakeService intake;
    private final IntakeMetrics metrics;
    private final GroupConsumer consumer;
    /** Of the consumer's thread. */
    private int unexplained;

    /** An event and the record that it came in. */
    private record Received(ConsumerRecord<String, byte[]> record, IncomingEvent event) {}

    @Inject
    EventConsumer(
            KafkaClients clients, TopicCreator topics, IntakeService intake, IntakeMetrics metrics, Tracing tracing) {
        this.tracing = tracing;
        this.intake = intake;
        this.metrics = metrics;
        this.consumer = new GroupConsumer(
                clients, topics, GROUP, List.of(EventTopics.CHAT, EventTopics.USER, EventTopics.ACCOUNTS), this);
    }

    void start(@Observes @Priority(Interceptor.Priority.LIBRARY_AFTER + 100) StartupEvent event) {
        consumer.start();
    }

    /** Before the log and the relay stop: what is stored here is published by them. */
    void stop(@Observes @Priority(Interceptor.Priority.LIBRARY_AFTER + 900) ShutdownEvent event) {
        consumer.close();
    }

    @Override
    public boolean isConnected() {
        return consumer.isConnected();
    }

    @Override
    public void handle(List<ConsumerRecord<String, byte[]>> batch) {
        List<TraceStep> steps = new ArrayList<>();
        try {
            handle(batch, steps);
        } catch (RuntimeException failure) {
            steps.forEach(step -> step.failed(failure));
            throw failure;
        } finally {
            steps.forEach(TraceStep::end);
        }
    }

    private void handle(List<ConsumerRecord<String, byte[]>> batch, List<TraceStep> steps) {
        List<Received> received = new ArrayList<>();
        List<OutboxRecord> unreadable = new ArrayList<>();
        for (ConsumerRecord<String, byte[]> record : batch) {
            try {
                Optional<IncomingEvent> event = IncomingEventCodec.decode(record);
                event.ifPresent(read -> received.add(new Received(record, asStep(read, steps))));
            } catch (MalformedEventException malformed) {
                unreadable.add(deadLetter(record, "malformed_event", String.valueOf(malformed.getMessage())));
            }
        }
        apply(received);
        intake.putAside(unreadable);
        metrics.consumed(batch.size(), unreadable.size());
        unexplained = 0;
    }

    /** What makes notifications is a step of its message's trace, and they are caused by this step. */
    private IncomingEvent asStep(IncomingEvent event, List<TraceStep> steps) {
        if (!(event instanceof IncomingEvent.MessagePosted message)) {
            return event;
        }
        TraceStep step = tracing.begin(
                        "notify", SpanKind.CONSUMER, message.cause().traceParent())
                .with("confab.event.id", message.eventId().toString());
        steps.add(step);
        return message.at(step);
    }

    /** Applies all together; where the content of one is what fails, finds it by halving. */
    private void apply(List<Received> received) {
        try {
            intake.apply(received.stream().map(Received::event).toList());
        } catch (RuntimeException failure) {
            if (mayPass(failure)) {
                throw failure;
            }
            if (received.size() == 1) {
                putAside(received.getFirst(), failure);
                return;
            }
            int half = received.size() / 2;
            apply(received.subList(0, half));
            apply(received.subList(half, received.size()));
        }
    }

    private void putAside(Received poison, RuntimeException failure) {
        LOG.errorf(
                failure,
                "An event can never be applied and is put aside: %s, partition %d, offset %d",
                poison.record().topic(),
                poison.record().partition(),
                poison.record().offset());
        ConfabException cause = ConfabException.of(failure);
        intake.putAside(List.of(deadLetter(poison.record(), cause.code().code(), cause.detail())));
        metrics.consumed(0, 1);
    }

    /**
     * Whether time may help. That the database refuses the content is certain; that it is away is certain as well; of
     * anything else it is not known, so it gets some tries before it counts as a defect that the event brings out.
     */
    private boolean mayPass(RuntimeException failure) {
        if (ConfabException.of(failure).code().temporary()) {
            return true;
        }
        return !isContent(failure) && ++unexplained <= PATIENCE;
    }

    private static boolean isContent(Throwable failure) {
        Throwable current = failure;
        for (int depth = 0; current != null && depth < 32; depth++) {
            if (current instanceof SQLException sql && sql.getSQLState() != null) {
                String type = sql.getSQLState().substring(0, 2);
                return type.equals("22") || type.equals("23") || type.equals("54");
            }
            if (current instanceof ConfabException confab) {
                return confab.code() == ErrorCode.INVALID_REQUEST || confab.code() == ErrorCode.PAYLOAD_TOO_LARGE;
            }
            current = current.getCause();
        }
        return false;
    }

    /** Known by its place, so that those of one partition stay in order. */
    private static OutboxRecord deadLetter(ConsumerRecord<String, byte[]> record, String code, String message) {
        Map<String, String> headers = new HashMap<>();
        headers.put(RecordHeaders.ERROR_CODE, code);
        headers.put(RecordHeaders.ERROR_MESSAGE, printable(message));
        headers.put("x-source-topic", record.topic());
        headers.put("x-source-partition", Integer.toString(record.partition()));
        headers.put("x-source-offset", Long.toString(record.offset()));
        String requestId = RecordHeaders.text(record.headers(), RecordHeaders.REQUEST_ID);
        if (requestId != null) {
            headers.put(RecordHeaders.REQUEST_ID, printable(requestId));
        }
        byte[] value = record.value();
        if (value != null && value.length > LARGEST_VALUE) {
            // With the headers it might be more than the broker takes.
            value = Arrays.copyOf(value, LARGEST_VALUE);
            headers.put("x-truncated", "true");
        }
        return new OutboxRecord(DEAD_LETTERS, record.topic() + "-" + record.partition(), value, headers);
    }

    private static String printable(String text) {
        String clean = text.replaceAll("[\\p{Cntrl}\\p{Cs}]", " ");
        return clean.substring(0, Math.min(LONGEST_MESSAGE, clean.length()));
    }
}
