package dev.confab.common.event;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import dev.confab.common.stream.StreamEvent;
import dev.confab.common.stream.StreamKind;
import java.nio.charset.StandardCharsets;
import java.time.Instant;
import java.util.UUID;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class CloudEventCodecTest {
    private static final ObjectMapper JSON = new ObjectMapper();

    @Test
    void writesTheDocumentedEnvelope() throws Exception {
        StreamEvent event =
                event(StreamKind.ROOM, "caf\u00e9", UUID.randomUUID(), "{\"user\":{\"id\":\"x\"},\"seq\":99}");
        JsonNode json = JSON.readTree(CloudEventCodec.encode(event));
        assertThat(json.path("specversion").asText()).isEqualTo("1.0");
        assertThat(json.path("id").asText()).isEqualTo(event.eventId().toString());
        assertThat(json.path("source").asText()).isEqualTo("/confab/chat");
        assertThat(json.path("type").asText()).isEqualTo("dev.confab.chat.message.posted");
        assertThat(json.path("subject").asText()).isEqualTo("caf\u00e9");
        assertThat(json.path("time").asText()).isEqualTo("2026-11-21T12:00:00.123Z");
        JsonNode data = json.path("data");
        assertThat(data.path("room").asText()).isEqualTo("caf\u00e9");
        assertThat(data.path("seq").asLong()).isEqualTo(7);
        assertThat(data.path("user").path("username").asText()).isEqualTo("alice");
        assertThat(data.path("payload").path("seq").asLong()).isEqualTo(99);
    }

    @Test
    void readsWhatItWrites() throws Exception {
        for (StreamKind kind : StreamKind.values()) {
            for (UUID actor : new @Nullable UUID[] {UUID.randomUUID(), null}) {
                StreamEvent event =
                        event(kind, "name \"quoted\" \ud83d\ude00", actor, "{\"text\":\"\\u2028 \\\"x\\\"\"}");
                StreamEvent read =
                        CloudEventCodec.decode(CloudEventCodec.encode(event), "request-1", event.traceParent());
                assertThat(JSON.readTree(read.data())).isEqualTo(JSON.readTree(event.data()));
                assertThat(read)
                        .usingRecursiveComparison()
                        .ignoringFields("data")
                        .isEqualTo(event);
            }
        }
    }

    @Test
    void halfASurrogatePairDoesNotStopTheEncoder() throws Exception {
        StreamEvent event = event(StreamKind.ROOM, "half \ud83d", UUID.randomUUID(), "{\"text\":\"\ude00 half\"}");
        StreamEvent read = CloudEventCodec.decode(CloudEventCodec.encode(event), null, null);
        assertThat(read.streamName()).isEqualTo("half \ufffd");
        assertThat(read.data()).isEqualTo("{\"text\":\"\ufffd half\"}");
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "",
                "not json",
                "null",
                "[]",
                "{}",
                "{\"type\":\"dev.confab.chat.x\"}",
                "{\"type\":\"com.example.x\",\"data\":{}}",
                "{\"type\":\"dev.confab.chat.x\",\"id\":\"no uuid\",\"time\":\"2026-11-21T12:00:00Z\",\"data\":{\"streamId\":"
                        + "\"00000000-0000-0000-0000-000000000000\",\"room\":\"r\",\"epoch\":\"e\",\"seq\":1,\"payload\":{}}}",
                "{\"type\":\"dev.confab.chat.x\",\"id\":\"00000000-0000-0000-0000-000000000000\",\"time\":\"yesterday\","
                        + "\"data\":{\"streamId\":\"00000000-0000-0000-0000-000000000000\",\"room\":\"r\",\"epoch\":\"e\","
                        + "\"seq\":1,\"payload\":{}}}"
            })
    void refusesWhatIsNotAnEvent(String value) {
        assertThatThrownBy(() -> CloudEventCodec.decode(value.getBytes(StandardCharsets.UTF_8), null, null))
                .isInstanceOf(MalformedEventException.class);
    }

    private static StreamEvent event(StreamKind kind, String name, @Nullable UUID actor, String data) {
        return new StreamEvent(
                UUID.randomUUID(),
                kind,
                name,
                "abc-1",
                7,
                UUID.randomUUID(),
                "message.posted",
                actor,
                actor == null ? null : "alice",
                actor == null ? null : "client-1",
                data,
                Instant.parse("2026-11-21T12:00:00.123Z"),
                "request-1",
                "00-0af7651916cd43dd8448eb211c80319c-b7ad6b7169203331-01");
    }
}
