package dev.confab.notification.intake;

import dev.confab.common.deadletter.DeadLetter;
import dev.confab.common.deadletter.PoisonSearch;
import dev.confab.common.event.EventTopics;
import dev.confab.common.event.MalformedEventException;
import dev.confab.common.kafka.BatchHandler;
import dev.confab.common.kafka.GroupConsumer;
import dev.confab.common.kafka.KafkaClients;
import dev.confab.common.kafka.TopicCreator;
import dev.confab.common.trace.TraceStep;
import dev.confab.common.trace.Tracing;
import dev.confab.notification.inbox.NotificationsConfig;
import io.opentelemetry.api.trace.SpanKind;
import io.quarkus.runtime.ShutdownEvent;
import io.quarkus.runtime.StartupEvent;
import jakarta.annotation.Priority;
import jakarta.enterprise.context.ApplicationScoped;
import jakarta.enterprise.event.Observes;
import jakarta.inject.Inject;
import jakarta.interceptor.Interceptor;
import java.util.ArrayList;
import java.util.List;
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

    private final Tracing tracing;
    private final IntakeService intake;
    private final IntakeMetrics metrics;
    private final GroupConsumer consumer;
    private final PoisonSearch poison = new PoisonSearch();

    /** An event and the record that it came in. */
    private record Received(ConsumerRecord<String, byte[]> record, IncomingEvent event) {}

    @Inject
    EventConsumer(
            KafkaClients clients,
            TopicCreator topics,
            IntakeService intake,
            IntakeMetrics metrics,
            Tracing tracing,
            NotificationsConfig config) {
        this.tracing = tracing;
        this.intake = intake;
        this.metrics = metrics;
        this.consumer = new GroupConsumer(
                clients,
                topics,
                GROUP,
                List.of(EventTopics.CHAT, EventTopics.USER, EventTopics.ACCOUNTS, EventTopics.NOTIFICATION_REQUESTS),
                config.intakeWait(),
                this);
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
    public void handle(List<ConsumerRecord<String, byte[]>> batch) throws Exception {
        List<TraceStep> steps = new ArrayList<>();
        try {
            handle(batch, steps);
        } catch (Exception failure) {
            steps.forEach(step -> step.failed(failure));
            throw failure;
        } finally {
            steps.forEach(TraceStep::end);
        }
    }

    private void handle(List<ConsumerRecord<String, byte[]>> batch, List<TraceStep> steps) throws Exception {
        List<Received> received = new ArrayList<>();
        List<DeadLetter> deadLetters = new ArrayList<>();
        for (ConsumerRecord<String, byte[]> record : batch) {
            try {
                Optional<IncomingEvent> event = IncomingEventCodec.decode(record);
                event.ifPresent(read -> received.add(new Received(record, asStep(read, steps))));
            } catch (MalformedEventException malformed) {
                deadLetters.add(DeadLetter.unreadable(record, "malformed_event", malformed));
            }
        }
        poison.apply(
                received,
                events -> intake.apply(events.stream().map(Received::event).toList()),
                (refused, failure) -> {
                    LOG.error("An event can never be applied", failure);
                    deadLetters.add(DeadLetter.refused(refused.record(), failure));
                });
        deadLetters.forEach(letter -> LOG.infof("An event is put aside: %s", letter));
        intake.putAside(deadLetters.stream()
                .map(letter -> letter.onSharedTopic(DEAD_LETTERS))
                .toList());
        metrics.consumed(batch.size(), deadLetters.size());
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
}
