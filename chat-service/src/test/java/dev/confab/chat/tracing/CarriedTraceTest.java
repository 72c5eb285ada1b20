package dev.confab.chat.tracing;

import static org.assertj.core.api.Assertions.assertThat;

import dev.confab.chat.protocol.ChatClient;
import dev.confab.chat.testing.TestRooms;
import dev.confab.chat.testing.TestUser;
import dev.confab.common.stream.StreamEvent;
import dev.confab.common.stream.StreamLog;
import dev.confab.common.trace.TraceParent;
import dev.confab.local.test.EmbeddedStackResource;
import io.quarkus.test.common.QuarkusTestResource;
import io.quarkus.test.common.ResourceArg;
import io.quarkus.test.common.http.TestHTTPResource;
import io.quarkus.test.junit.QuarkusTest;
import jakarta.inject.Inject;
import java.net.URI;
import java.util.Map;
import java.util.Objects;
import java.util.UUID;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Traces without a collector: their ids are carried on all the same. */
@QuarkusTest
@QuarkusTestResource(value = EmbeddedStackResource.class, initArgs = @ResourceArg(name = "database", value = "chat"))
class CarriedTraceTest {
    private static final String TRACE = "00-0af7651916cd43dd8448eb211c80319c-b7ad6b7169203331-01";

    @TestHTTPResource("/ws")
    URI uri;

    @Inject
    StreamLog log;

    private TestUser ann;
    private String room;
    private UUID stream;

    @BeforeEach
    void openRoom() {
        ann = TestUser.register();
        room = TestRooms.uniqueName("room");
        stream = UUID.fromString(ann.rest()
                .put("/api/rooms/" + room)
                .then()
                .statusCode(201)
                .extract()
                .jsonPath()
                .getString("id"));
    }

    @Test
    void theTraceOfAFrameIsThatOfItsEvent() {
        send("\"traceparent\":\"" + TRACE + "\",");
        assertThat(newest().traceParent()).isEqualTo(TRACE);
    }

    @ParameterizedTest
    @ValueSource(strings = {"", "\"traceparent\":null,", "\"traceparent\":\"nonsense\","})
    void aFrameWithoutOneBeginsATraceThatNobodyRecords(String field) {
        send(field);
        TraceParent begun = Objects.requireNonNull(TraceParent.parse(newest().traceParent()));
        assertThat(begun.sampled()).isFalse();
    }

    @Test
    void theTraceOfARequestIsThatOfItsEvents() {
        ann.rest()
                .header("traceparent", TRACE)
                .body(Map.of("clientMessageId", "1", "text", "hi"))
                .post("/api/rooms/" + room + "/messages")
                .then()
                .statusCode(201);
        assertThat(newest().traceParent()).isEqualTo(TRACE);
        ann.rest()
                .body(Map.of("clientMessageId", "2", "text", "hi"))
                .post("/api/rooms/" + room + "/messages")
                .then()
                .statusCode(201);
        assertThat(TraceParent.parse(newest().traceParent())).isNotNull().isNotEqualTo(new TraceParent(TRACE));
    }

    private void send(String field) {
        try (ChatClient client = ChatClient.greeted(uri, ann.accessToken())) {
            client.join(room);
            client.socket()
                    .sendText(
                            "{\"type\":\"send\",\"id\":\"s\",%s\"room\":\"%s\",\"clientMessageId\":\"%s\",\"text\":\"hi\"}"
                                    .formatted(field, room, UUID.randomUUID()));
            client.next("ack");
        }
    }

    private StreamEvent newest() {
        return log.readBackwards(stream, "message.posted", Long.MAX_VALUE, 1).getFirst();
    }
}
