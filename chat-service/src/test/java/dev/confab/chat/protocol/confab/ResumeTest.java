package dev.confab.chat.protocol.confab;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.confab.chat.protocol.ChatClient;
import dev.confab.chat.testing.StatementLog;
import dev.confab.chat.testing.TestRooms;
import dev.confab.chat.testing.TestUser;
import dev.confab.client.socket.SocketAuth;
import dev.confab.client.socket.SocketClient;
import dev.confab.common.docs.AsyncApi;
import dev.confab.local.test.EmbeddedStackResource;
import io.quarkus.test.common.QuarkusTestResource;
import io.quarkus.test.common.ResourceArg;
import io.quarkus.test.common.http.TestHTTPResource;
import io.quarkus.test.junit.QuarkusTest;
import jakarta.inject.Inject;
import java.net.URI;
import java.time.Duration;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Deque;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.UUID;
import java.util.stream.LongStream;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;

@QuarkusTest
@QuarkusTestResource(value = EmbeddedStackResource.class, initArgs = @ResourceArg(name = "database", value = "chat"))
class ResumeTest {

    private static final Duration PATIENCE = Duration.ofSeconds(60);

    private final AsyncApi api = new AsyncApi();

    @TestHTTPResource("/ws")
    URI uri;

    @Inject
    TestRooms rooms;

    @Inject
    ObjectMapper json;

    TestUser alice;

    @BeforeEach
    void somebody() {
        alice = TestUser.register();
    }

    /** A client that takes batches. */
    private static final class Batching implements AutoCloseable {
        final SocketClient socket;
        final Deque<JsonNode> frames = new ArrayDeque<>();
        int batches;

        Batching(SocketClient socket) {
            this.socket = socket;
        }

        JsonNode next() {
            while (frames.isEmpty()) {
                JsonNode received = socket.receiveJson(PATIENCE);
                if (received.isArray()) {
                    batches++;
                    received.forEach(frames::add);
                } else {
                    frames.add(received);
                }
            }
            return frames.removeFirst();
        }

        @Override
        public void close() {
            socket.close();
        }
    }

    private Batching greet(ObjectNode hello) {
        Batching client = new Batching(SocketClient.connect(uri, SocketAuth.bearer(alice.accessToken()), "confab.v1"));
        api.check("hello", hello);
        client.socket.sendJson(hello);
        assertThat(client.next().path("type").asText()).isEqualTo("welcome");
        return client;
    }

    private ObjectNode hello() {
        return json.createObjectNode().put("type", "hello").put("id", "1").put("batch", true);
    }

    private UUID room(String name, TestUser owner, String visibility) {
        return UUID.fromString(owner.rest()
                .body(Map.of("name", name, "visibility", visibility))
                .post("/api/rooms")
                .then()
                .statusCode(201)
                .extract()
                .path("id"));
    }

    @Test
    @Tag("CH-09")
    void joinsManyRoomsInOneGreetingEachWhereItStopped() {
        TestUser bob = TestUser.register();
        Map<String, Long> missedFrom = new HashMap<>();
        ObjectNode hello = hello();
        ArrayNode wanted = hello.putArray("rooms");
        for (int i = 0; i < 20; i++) {
            String name = TestRooms.uniqueName("many");
            UUID id = room(name, bob, "public");
            rooms.say(id, bob, 4);
            String epoch = bob.rest().get("/api/rooms/" + name + "/messages").path("epoch");
            // All that exists, a part of it, or the two newest events.
            switch (i % 3) {
                case 0 ->
                    wanted.addObject().put("room", name).put("epoch", epoch).put("seq", 5);
                case 1 ->
                    wanted.addObject().put("room", name).put("epoch", epoch).put("seq", 2);
                default ->
                    wanted.addObject()
                            .put("room", name)
                            .put("epoch", "another")
                            .put("seq", 2)
                            .put("history", 2);
            }
            missedFrom.put(name, i % 3 == 0 ? 6L : i % 3 == 1 ? 3L : 4L);
        }
        String secret = TestRooms.uniqueName("secret");
        room(secret, bob, "private");
        String first = wanted.get(0).path("room").asText();
        wanted.addObject().put("room", secret);
        wanted.addObject().put("room", TestRooms.uniqueName("nowhere"));
        wanted.addObject().put("room", "no name");
        wanted.addObject().put("room", first);

        try (Batching client = greet(hello)) {
            Map<String, JsonNode> joined = new HashMap<>();
            List<JsonNode> refused = new ArrayList<>();
            Map<String, List<Long>> seen = new HashMap<>();
            boolean resumed = false;
            int missing = missedFrom.values().stream()
                    .mapToInt(from -> (int) (6 - from))
                    .sum();
            while (!resumed || seen.values().stream().mapToInt(List::size).sum() < missing) {
                JsonNode frame = client.next();
                switch (frame.path("type").asText()) {
                    case "joined" -> {
                        api.check("joined", frame);
                        assertThat(frame.has("id")).isFalse();
                        assertThat(joined.put(frame.path("room").asText(), frame))
                                .isNull();
                    }
                    case "error" -> {
                        api.check("roomRefused", frame);
                        refused.add(frame);
                    }
                    case "resumed" -> {
                        api.check("resumed", frame);
                        resumed = true;
                    }
                    case "event" -> {
                        assertThat(joined).containsKey(frame.path("room").asText());
                        seen.computeIfAbsent(frame.path("room").asText(), name -> new ArrayList<>())
                                .add(frame.path("seq").asLong());
                    }
                    default -> assertThat(frame.path("type").asText()).isIn("presence", "ping");
                }
            }

            assertThat(joined.keySet()).isEqualTo(missedFrom.keySet());
            missedFrom.forEach((name, from) -> {
                assertThat(joined.get(name).path("from").asLong()).isEqualTo(from);
                assertThat(joined.get(name).path("recovered").asBoolean()).isEqualTo(from != 4);
                assertThat(seen.getOrDefault(name, List.of()))
                        .isEqualTo(LongStream.rangeClosed(from, 5).boxed().toList());
            });
            assertThat(refused)
                    .hasSize(3)
                    .allMatch(frame -> frame.path("code").asText().equals("room_not_found"));
        }
    }

    @Test
    @Tag("CH-09")
    void catchesUpInFortyRoomsWholeAndWithFewQueries() {
        int count = 40;
        TestUser bob = TestUser.register();
        Map<String, UUID> ids = new LinkedHashMap<>();
        Map<String, List<Long>> missed = new HashMap<>();
        ObjectNode hello = hello();
        ArrayNode wanted = hello.putArray("rooms");
        for (int i = 0; i < count; i++) {
            String name = TestRooms.uniqueName("forty");
            UUID id = room(name, bob, "public");
            rooms.say(id, bob, 20 + i);
            String epoch = bob.rest().get("/api/rooms/" + name + "/messages").path("epoch");
            long known = 1L + i % 5;
            wanted.addObject().put("room", name).put("epoch", epoch).put("seq", known);
            ids.put(name, id);
            missed.put(name, LongStream.rangeClosed(known + 1, 21 + i).boxed().toList());
        }
        List<String> words = new ArrayList<>(ids.keySet());
        ids.values().forEach(id -> words.add(id.toString()));
        int events = missed.values().stream().mapToInt(List::size).sum();

        try (StatementLog queries = StatementLog.about(words);
                Batching client = greet(hello)) {
            Map<String, List<Long>> seen = new HashMap<>();
            List<JsonNode> joined = new ArrayList<>();
            boolean resumed = false;
            while (!resumed || seen.values().stream().mapToInt(List::size).sum() < events) {
                JsonNode frame = client.next();
                switch (frame.path("type").asText()) {
                    case "joined" -> joined.add(frame);
                    case "resumed" -> resumed = true;
                    case "event" ->
                        seen.computeIfAbsent(frame.path("room").asText(), name -> new ArrayList<>())
                                .add(frame.path("seq").asLong());
                    default -> assertThat(frame.path("type").asText()).isIn("presence", "ping");
                }
            }
            assertThat(joined)
                    .hasSize(count)
                    .allMatch(frame -> frame.path("recovered").asBoolean());
            assertThat(seen).isEqualTo(missed);
            assertThat(queries.executed()).as("not one for each room").hasSizeBetween(1, count / 4);
        }
    }

    @Test
    void deliversALongGapInBatchesWithoutAHole() {
        String name = TestRooms.uniqueName("long");
        UUID id = room(name, alice, "public");
        rooms.say(id, alice, 1_000);
        String epoch = alice.rest().get("/api/rooms/" + name + "/messages").path("epoch");
        ObjectNode hello = hello();
        hello.putArray("rooms")
                .addObject()
                .put("room", name)
                .put("epoch", epoch)
                .put("seq", 1);

        try (Batching client = greet(hello)) {
            List<Long> seqs = new ArrayList<>();
            while (seqs.size() < 1_000) {
                JsonNode frame = client.next();
                if (frame.path("type").asText().equals("event") && frame.has("room")) {
                    seqs.add(frame.path("seq").asLong());
                }
            }
            assertThat(seqs).isEqualTo(LongStream.rangeClosed(2, 1_001).boxed().toList());
            assertThat(client.batches).isPositive();
        }
    }

    @Test
    @Tag("CH-10")
    void cumulativeAcknowledgementsMoveTheReadMarkerAndGetNoAnswer() {
        String name = TestRooms.uniqueName("seen");
        UUID id = room(name, alice, "public");
        rooms.say(id, TestUser.register(), 9);
        try (ChatClient phone = ChatClient.greeted(uri, alice.accessToken());
                ChatClient laptop = ChatClient.greeted(uri, alice.accessToken())) {
            phone.join(name);
            seen(phone, "seen", name, 3);
            seen(phone, "seen", name, 7);
            seen(phone, "seen", name, 5);
            seen(phone, "seen", TestRooms.uniqueName("elsewhere"), 5);

            // One or two steps, as the second that they fall into has it.
            JsonNode marker = laptop.next("event");
            while (marker.at("/data/seq").asLong() < 7) {
                marker = laptop.next("event");
            }
            assertThat(marker.path("kind").asText()).isEqualTo("room.read");
            assertThat(marker.at("/data/seq").asLong()).isEqualTo(7);

            // As far as there is something, and by the sign of life just as well.
            seen(phone, "pong", name, 1_000);
            assertThat(laptop.next("event").at("/data/seq").asLong()).isEqualTo(10);
            assertThat(phone.ask("ping", fields -> {}).path("type").asText()).isEqualTo("pong");
        }
    }

    private void seen(ChatClient client, String type, String room, long seq) {
        ObjectNode frame = json.createObjectNode().put("type", type);
        frame.putObject("rooms").put(room, seq);
        api.check(type.equals("seen") ? "seen" : "pongCommand", frame);
        client.socket().sendJson(frame);
    }
}
