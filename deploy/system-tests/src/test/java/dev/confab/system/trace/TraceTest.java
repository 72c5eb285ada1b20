package dev.confab.system.trace;

import static dev.confab.local.test.Patience.await;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.groups.Tuple.tuple;

import dev.confab.client.rest.ConfabRest;
import dev.confab.client.socket.SocketAuth;
import dev.confab.client.socket.SocketClient;
import dev.confab.local.ReceivedMail;
import dev.confab.local.Suite;
import dev.confab.local.test.TraceCollector;
import dev.confab.local.test.TraceCollector.Span;
import dev.confab.system.chat.TwoNodeSuite;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.UUID;
import org.apache.kafka.clients.consumer.ConsumerConfig;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.apache.kafka.clients.consumer.KafkaConsumer;
import org.apache.kafka.common.TopicPartition;
import org.apache.kafka.common.header.Header;
import org.apache.kafka.common.serialization.StringDeserializer;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;

/** One trace and one request id, from a frame of a WebSocket through Kafka and three services to the head of a mail. */
class TraceTest {
    private static final Duration PATIENCE = Duration.ofSeconds(90);
    private static final String PASSWORD = "a long enough password";
    private static final String CALLER = "b7ad6b7169203331";

    private final String traceId = UUID.randomUUID().toString().replace("-", "");
    private final String mark = Long.toString(System.nanoTime(), 36);
    private final String bob = "bob_" + mark;
    private final String room = "traced_" + mark;

    @Test
    @Tag("MW-02")
    void aMailBelongsToTheTraceOfTheFrameThatCausedIt() {
        Suite suite = TwoNodeSuite.get();
        TraceCollector collector = TwoNodeSuite.traces();
        mention(suite);
        ConsumerRecord<String, String> event = published(suite);
        ReceivedMail mail = await().atMost(PATIENCE)
                .until(() -> suite.mail().mailsTo(bob + "@example.org"), mails -> !mails.isEmpty())
                .getFirst();

        assertThat(mail.header("traceparent").orElseThrow()).startsWith("00-" + traceId + "-");
        assertThat(header(event, "traceparent")).startsWith("00-" + traceId + "-");
        assertThat(mail.header("X-Request-ID")).contains(header(event, "x-request-id"));

        // The steps hang together: frame, notification, mail.
        await().atMost(PATIENCE)
                .untilAsserted(() -> assertThat(collector.trace(traceId))
                        .extracting(Span::service, Span::name)
                        .contains(
                                tuple("confab-chat", "chat send"),
                                tuple("confab-notification", "notify"),
                                tuple("confab-task", "task send-email")));
        Span send = span(collector, "chat send");
        Span notify = span(collector, "notify");
        Span task = span(collector, "task send-email");
        assertThat(send.parentId()).isEqualTo(CALLER);
        assertThat(header(event, "traceparent")).contains(send.spanId());
        assertThat(notify.parentId()).isEqualTo(send.spanId());
        assertThat(task.parentId()).isEqualTo(notify.spanId());
        assertThat(mail.header("traceparent").orElseThrow()).contains(task.spanId());
    }

    private void mention(Suite suite) {
        ConfabRest ann = ConfabRest.at(suite.chatUrl(1));
        ann.register("ann_" + mark, "ann_" + mark + "@example.org", PASSWORD);
        ConfabRest.at(suite.chatUrl(1)).register(bob, bob + "@example.org", PASSWORD);
        try (SocketClient socket = SocketClient.connect(
                suite.chatUrl(1).resolve("/ws"),
                SocketAuth.bearer(Objects.requireNonNull(ann.accessToken())),
                "confab.v1")) {
            socket.sendJson(Map.of("type", "hello", "id", "1"));
            socket.receiveType("welcome", PATIENCE);
            ann.rooms().getOrCreate(room);
            socket.sendJson(Map.of("type", "join", "id", "2", "room", room));
            socket.receiveType("joined", PATIENCE);
            socket.sendJson(Map.of(
                    "type",
                    "send",
                    "id",
                    "3",
                    "room",
                    room,
                    "clientMessageId",
                    "m1",
                    "text",
                    "@" + bob + " have a look",
                    "traceparent",
                    "00-" + traceId + "-" + CALLER + "-01"));
            socket.receiveType("ack", PATIENCE);
        }
    }

    /** The message, as anybody can read it from Kafka. */
    private ConsumerRecord<String, String> published(Suite suite) {
        try (KafkaConsumer<String, String> consumer = new KafkaConsumer<>(
                Map.of(
                        ConsumerConfig.BOOTSTRAP_SERVERS_CONFIG,
                        suite.stack().kafka().bootstrapServers()),
                new StringDeserializer(),
                new StringDeserializer())) {
            List<TopicPartition> partitions = consumer.partitionsFor("confab.chat.events", PATIENCE).stream()
                    .map(partition -> new TopicPartition(partition.topic(), partition.partition()))
                    .toList();
            consumer.assign(partitions);
            consumer.seekToBeginning(partitions);
            long end = System.nanoTime() + PATIENCE.toNanos();
            while (System.nanoTime() < end) {
                for (ConsumerRecord<String, String> record : consumer.poll(Duration.ofMillis(200))) {
                    if (record.value().contains(room) && record.value().contains("have a look")) {
                        return record;
                    }
                }
            }
        }
        throw new AssertionError("the message was not published");
    }

    private Span span(TraceCollector collector, String name) {
        return collector.trace(traceId).stream()
                .filter(span -> span.name().equals(name))
                .findFirst()
                .orElseThrow();
    }

    private static String header(ConsumerRecord<String, String> record, String name) {
        Header header = record.headers().lastHeader(name);
        return header == null ? "" : new String(header.value(), StandardCharsets.UTF_8);
    }
}
