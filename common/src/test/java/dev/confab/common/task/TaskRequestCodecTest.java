package dev.confab.common.task;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.confab.common.event.CloudEvent;
import dev.confab.common.event.MalformedEventException;
import dev.confab.common.outbox.OutboxRecord;
import java.math.BigDecimal;
import java.nio.charset.StandardCharsets;
import java.time.Instant;
import java.util.Optional;
import java.util.UUID;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.apache.kafka.common.header.internals.RecordHeaders;
import org.apache.kafka.common.record.TimestampType;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

@Tag("TK-02")
class TaskRequestCodecTest {
    private static final String ID = "0190a1b2-c3d4-7e5f-8a9b-0c1d2e3f4a5b";
    private static final String TRACE = "00-0af7651916cd43dd8448eb211c80319c-b7ad6b7169203331-01";

    @Test
    void readsBackWhatWasSubmitted() throws Exception {
        ObjectNode payload =
                CloudEvent.object().put("to", "caf\u00e9 \ud83d\ude00").put("amount", new BigDecimal("12.5"));
        TaskRequest request = new TaskRequest(
                UUID.fromString(ID),
                "send-email",
                "email",
                payload,
                9,
                Instant.parse("2026-11-21T12:00:00Z"),
                Instant.parse("2026-11-22T12:00:00Z"),
                0,
                "/confab/notification",
                "request-1",
                TRACE);
        OutboxRecord record = TaskRequestCodec.record(request, Instant.parse("2026-11-21T11:00:00Z"));
        assertThat(record.topic()).isEqualTo("confab.tasks.email");
        assertThat(record.key()).isEqualTo(ID);
        assertThat(TaskRequestCodec.decode(consumed(record))).isEqualTo(request);
    }

    @Test
    void readsWhatAStrangerWroteByHand() throws Exception {
        TaskRequest request = decode("""
                {"specversion": "1.0", "id": "%s", "source": "cron on a box", "type": "dev.confab.task.requested",
                 "partitionkey": "an extension", "data": {"type": "echo", "payload": {}}}
                """.formatted(ID));
        assertThat(request)
                .isEqualTo(new TaskRequest(
                        UUID.fromString(ID),
                        "echo",
                        "default",
                        CloudEvent.object(),
                        5,
                        null,
                        null,
                        null,
                        "cron on a box",
                        null,
                        null));
    }

    @Test
    void dropsHeadersThatAreNotWellFormed() throws Exception {
        TaskRequest request = TaskRequestCodec.decode(
                event("\"data\": {\"type\": \"echo\", \"payload\": {}}").getBytes(StandardCharsets.UTF_8),
                "default",
                "no\nid",
                "00-00-00");
        assertThat(request.requestId()).isNull();
        assertThat(request.traceParent()).isNull();
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "",
                "[]",
                "null",
                "\"data\"",
                "{}",
                "{\"specversion\": \"1.0\"}",
                "{} {}",
                "{\"id\": \"x\", \"id\": \"y\"}",
                "{\"specversion\": \"0.3\", \"id\": \"0190a1b2-c3d4-7e5f-8a9b-0c1d2e3f4a5b\", \"source\": \"s\","
                        + " \"type\": \"dev.confab.task.requested\", \"data\": {\"type\": \"echo\", \"payload\": {}}}",
                "{\"specversion\": \"1.0\", \"id\": \"1\", \"source\": \"s\","
                        + " \"type\": \"dev.confab.task.requested\", \"data\": {\"type\": \"echo\", \"payload\": {}}}",
                "{\"specversion\": \"1.0\", \"id\": \"0190a1b2-c3d4-7e5f-8a9b-0c1d2e3f4a5b\", \"source\": \"\","
                        + " \"type\": \"dev.confab.task.requested\", \"data\": {\"type\": \"echo\", \"payload\": {}}}",
                "{\"specversion\": \"1.0\", \"id\": \"0190a1b2-c3d4-7e5f-8a9b-0c1d2e3f4a5b\", \"source\": \"s\","
                        + " \"type\": \"something.else\", \"data\": {\"type\": \"echo\", \"payload\": {}}}",
            })
    void refusesWhatIsNoRequest(String value) {
        assertThatThrownBy(() -> decode(value)).isInstanceOf(MalformedEventException.class);
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "\"data\": []",
                "\"data\": {\"type\": \"echo\"}",
                "\"data\": {\"type\": \"echo\", \"payload\": []}",
                "\"data\": {\"type\": \"echo\", \"payload\": null}",
                "\"data\": {\"payload\": {}}",
                "\"data\": {\"type\": \"Echo!\", \"payload\": {}}",
                "\"data\": {\"type\": 1, \"payload\": {}}",
                "\"data\": {\"type\": \"echo\", \"payload\": {}, \"queue\": \"email\"}",
                "\"data\": {\"type\": \"echo\", \"payload\": {}, \"priority\": 10}",
                "\"data\": {\"type\": \"echo\", \"payload\": {}, \"priority\": \"5\"}",
                "\"data\": {\"type\": \"echo\", \"payload\": {}, \"priority\": 1.5}",
                "\"data\": {\"type\": \"echo\", \"payload\": {}, \"maxRetries\": -1}",
                "\"data\": {\"type\": \"echo\", \"payload\": {}, \"maxretries\": 1}",
                "\"data\": {\"type\": \"echo\", \"payload\": {}, \"dueAt\": \"tomorrow\"}",
                "\"data\": {\"type\": \"echo\", \"payload\": {}, \"dueAt\": \"2026-11-21T12:00:00\"}",
                "\"data\": {\"type\": \"echo\", \"payload\": {}, \"dueAt\": \"+99999-11-21T12:00:00Z\"}",
                "\"data\": {\"type\": \"echo\", \"payload\": {}, \"dueAt\": \"2026-11-21T12:00:00Z\","
                        + " \"expiresAt\": \"2026-11-21T11:00:00Z\"}",
                "\"data\": {\"type\": \"echo\", \"payload\": {\"text\": \"\\u0000\"}}",
                "\"data\": {\"type\": \"echo\", \"payload\": {\"\\u0000\": 1}}",
                "\"data\": {\"type\": \"echo\", \"payload\": {\"text\": \"\\ud83d\"}}",
                "\"data\": {\"type\": \"echo\", \"payload\": {\"number\": 1e400000}}",
                "\"data\": {\"type\": \"echo\", \"payload\": {\"number\": 1e-400000}}",
                "\"subject\": \"other\", \"data\": {\"type\": \"echo\", \"payload\": {}}",
                "\"time\": 5, \"data\": {\"type\": \"echo\", \"payload\": {}}",
                "\"datacontenttype\": \"text/plain\", \"data\": {\"type\": \"echo\", \"payload\": {}}",
            })
    void refusesWhatCannotBeMeant(String fields) {
        assertThatThrownBy(() -> decode(event(fields)))
                .isInstanceOf(MalformedEventException.class)
                .message()
                .isNotBlank();
    }

    @Test
    void refusesWhatIsTooDeepOrTooLarge() {
        String deep = "[".repeat(100) + "]".repeat(100);
        String large = "x".repeat(600_000);
        assertThatThrownBy(() -> decode(event("\"data\": {\"type\": \"echo\", \"payload\": {\"a\": " + deep + "}}")))
                .isInstanceOf(MalformedEventException.class);
        assertThatThrownBy(
                        () -> decode(event("\"data\": {\"type\": \"echo\", \"payload\": {\"a\": \"" + large + "\"}}")))
                .isInstanceOf(MalformedEventException.class);
        assertThatThrownBy(() -> TaskRequestCodec.encode(
                        TaskRequest.of("echo", CloudEvent.object().put("a", large), "/test"), Instant.EPOCH))
                .isInstanceOf(IllegalArgumentException.class);
    }

    private static String event(String fields) {
        return "{\"specversion\": \"1.0\", \"id\": \"" + ID + "\", \"source\": \"s\","
                + " \"type\": \"dev.confab.task.requested\", " + fields + "}";
    }

    private static TaskRequest decode(String value) throws MalformedEventException {
        return TaskRequestCodec.decode(value.getBytes(StandardCharsets.UTF_8), "default", null, null);
    }

    private static ConsumerRecord<String, byte[]> consumed(OutboxRecord record) {
        RecordHeaders headers = new RecordHeaders();
        record.headers().forEach((name, text) -> headers.add(name, text.getBytes(StandardCharsets.UTF_8)));
        return new ConsumerRecord<>(
                record.topic(),
                0,
                0,
                0,
                TimestampType.CREATE_TIME,
                0,
                0,
                record.key(),
                record.value(),
                headers,
                Optional.empty());
    }
}
