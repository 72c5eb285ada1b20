package dev.confab.chat.tracing;

import static dev.confab.local.test.Patience.await;
import static org.assertj.core.api.Assertions.assertThat;

import dev.confab.chat.protocol.ChatClient;
import dev.confab.chat.testing.TestRooms;
import dev.confab.chat.testing.TestUser;
import dev.confab.common.stream.StreamLog;
import dev.confab.common.trace.TraceParent;
import dev.confab.local.test.EmbeddedStackResource;
import dev.confab.local.test.TraceCollector;
import dev.confab.local.test.TraceCollector.Span;
import dev.confab.local.test.TraceCollectorResource;
import io.quarkus.test.common.QuarkusTestResource;
import io.quarkus.test.common.ResourceArg;
import io.quarkus.test.common.http.TestHTTPResource;
import io.quarkus.test.junit.QuarkusTest;
import jakarta.inject.Inject;
import java.net.URI;
import java.time.Duration;
import java.util.Map;
import java.util.Objects;
import java.util.UUID;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** Traces with a collector: frames and requests are steps of their callers' traces, and events are caused by them. */
@QuarkusTest
@QuarkusTestResource(value = EmbeddedStackResource.class, initArgs = @ResourceArg(name = "database", value = "chat"))
@QuarkusTestResource(value = TraceCollectorResource.class, restrictToAnnotatedClass = true)
class RecordedTraceTest {
    private static final Duration LONG = Duration.ofSeconds(30);
    private static final String CALLER = "b7ad6b7169203331";

    @TestHTTPResource("/ws")
    URI uri;

    @Inject
    StreamLog log;

    TraceCollector collector;

    private final String traceId = UUID.randomUUID().toString().replace("-", "");
    private final String traceParent = "00-" + traceId + "-" + CALLER + "-01";
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
    void aFrameIsAStepOfItsSendersTraceAndCausesItsEvent() {
        try (ChatClient client = ChatClient.greeted(uri, ann.accessToken())) {
            client.join(room);
            client.ask(
                    "send",
                    fields -> fields.put("room", room)
                            .put("clientMessageId", "1")
                            .put("text", "hi")
                            .put("traceparent", traceParent));
        }
        assertCausedBy("chat send");
    }

    @Test
    void aRequestIsAStepOfItsCallersTraceAndCausesItsEvent() {
        ann.rest()
                .header("traceparent", traceParent)
                .body(Map.of("clientMessageId", "1", "text", "hi"))
                .post("/api/rooms/" + room + "/messages")
                .then()
                .statusCode(201);
        assertCausedBy("POST /api/rooms/{room}/messages");
    }

    private void assertCausedBy(String name) {
        TraceParent cause =
                Objects.requireNonNull(TraceParent.parse(log.readBackwards(stream, "message.posted", Long.MAX_VALUE, 1)
                        .getFirst()
                        .traceParent()));
        assertThat(cause.traceId()).isEqualTo(traceId);
        await().atMost(LONG)
                .untilAsserted(() -> assertThat(collector.trace(traceId))
                        .contains(new Span("confab-chat", name, traceId, cause.spanId(), CALLER)));
    }
}
