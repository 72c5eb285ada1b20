package dev.confab.chat.docs;

import static org.assertj.core.api.Assertions.assertThat;
import static org.hamcrest.Matchers.lessThan;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import dev.confab.chat.account.People;
import dev.confab.chat.account.People.SignedIn;
import dev.confab.chat.protocol.Command;
import dev.confab.chat.protocol.ServerFrame;
import dev.confab.client.socket.SocketAuth;
import dev.confab.client.socket.SocketClient;
import dev.confab.common.docs.AsyncApi;
import dev.confab.common.trace.TraceParent;
import dev.confab.local.test.EmbeddedStackResource;
import io.quarkus.test.common.QuarkusTestResource;
import io.quarkus.test.common.ResourceArg;
import io.quarkus.test.common.http.TestHTTPResource;
import io.quarkus.test.junit.QuarkusTest;
import java.net.URI;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeSet;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;

@QuarkusTest
@QuarkusTestResource(value = EmbeddedStackResource.class, initArgs = @ResourceArg(name = "database", value = "chat"))
class ProtocolFramesTest {
    private static final Duration SOON = Duration.ofSeconds(60);
    /** Messages of the native protocol that other tests check. */
    private static final Set<String> ELSEWHERE = Set.of(
            "removed",
            "roomClosed",
            "ping",
            "progressShown",
            "roomRefused",
            "resumed",
            "seen",
            "presenceCounted",
            "look",
            "lookedAt",
            "personShown",
            "receiptShown",
            "statusShown");

    private static final ObjectMapper JSON = new ObjectMapper();

    private final AsyncApi api = new AsyncApi();

    @TestHTTPResource("/")
    URI server;

    @Test
    void documentKnowsTheFramesOfTheCodeAndNoOthers() {
        Set<String> code = new TreeSet<>();
        frames(code, ServerFrame.class);
        frames(code, Command.class);
        // Not a frame: what a blank message of the simple protocol turns into.
        code.remove("Command.Nothing");

        assertThat(api.frames()).isEqualTo(code);
    }

    @Test
    void framesOfTheNativeProtocolAreAsDocumented() {
        SignedIn ann = People.register("ann");
        SignedIn ben = People.register("ben");
        String room = People.freshName("frames");
        try (SocketClient first = connect("ws", ann);
                SocketClient second = connect("ws", ben)) {
            say(first, "hello", Map.of("type", "hello", "id", "1", "client", "test"));
            hear(first, "welcome", "welcome");
            say(second, "hello", Map.of("type", "hello", "id", "1"));
            hear(second, "welcome", "welcome");

            People.as(ann).put("/api/rooms/" + room).then().statusCode(201);
            say(first, "join", Map.of("type", "join", "id", "2", "room", room, "history", 10));
            JsonNode joined = hear(first, "joined", "joined");
            JsonNode created = hear(first, "event", "event");
            assertThat(created.get("kind").asText()).isEqualTo("room.created");
            say(
                    second,
                    "join",
                    Map.of("type", "join", "id", "2", "room", room, "epoch", text(joined, "epoch"), "seq", 1));
            hear(second, "joined", "joined");
            hear(first, "presence", "presenceShown");

            say(second, "typingCommand", Map.of("type", "typing", "room", room, "typing", true));
            hear(first, "typing", "typingShown");
            say(
                    second,
                    "send",
                    Map.of(
                            "type",
                            "send",
                            "id",
                            "3",
                            "room",
                            room,
                            "clientMessageId",
                            "c-1",
                            "text",
                            "hi",
                            "traceparent",
                            TraceParent.fresh().value()));
            JsonNode ack = hear(second, "ack", "ack");
            JsonNode event = hear(first, "event", "event");
            assertThat(event.get("eventId")).isEqualTo(ack.get("messageId"));

            say(first, "presenceCommand", Map.of("type", "presence", "id", "4", "room", room));
            awaitPresent(first);
            say(first, "read", Map.of("type", "read", "id", "5", "room", room, "seq", 2));
            hearAnswerAndPersonalEvent(first);
            say(first, "pingCommand", Map.of("type", "ping", "id", "6"));
            hear(first, "pong", "pong");
            say(first, "pongCommand", Map.of("type", "pong"));
            first.sendJson(Map.of("type", "nonsense", "id", "7"));
            hear(first, "error", "failure");
            say(first, "leave", Map.of("type", "leave", "id", "8", "room", room));
            hear(first, "left", "left");
        }
        assertThat(api.seen())
                .containsExactlyInAnyOrderElementsOf(messages("native")
                        .filter(name -> !ELSEWHERE.contains(name) && !isAction(name))
                        .toList());
    }

    @Test
    void membersOfPrivateRoomsAreAddedAndRemovedAsDocumented() {
        SignedIn ann = People.register("ann");
        SignedIn ben = People.register("ben");
        String room = People.freshName("secret");
        People.as(ann)
                .body(Map.of("name", room, "visibility", "private"))
                .post("/api/rooms")
                .then()
                .statusCode(201);
        String member = "/api/rooms/" + room + "/members/" + ben.username();
        People.as(ann).body(Map.of("role", "member")).put(member).then().statusCode(lessThan(300));
        try (SocketClient socket = connect("ws", ben)) {
            say(socket, "hello", Map.of("type", "hello", "id", "1"));
            hear(socket, "welcome", "welcome");
            say(socket, "join", Map.of("type", "join", "id", "2", "room", room, "history", 10));
            hear(socket, "joined", "joined");
            hear(socket, "event", "event");
            assertThat(hear(socket, "event", "event").get("kind").asText()).startsWith("member.added");

            People.as(ann).delete(member).then().statusCode(lessThan(300));

            JsonNode removed = socket.receiveType("left", SOON);
            api.check("removed", removed);
            assertThat(text(removed, "code")).isEqualTo("removed_from_room");
        }
    }

    @Test
    void framesOfTheSimpleProtocolAreAsDocumented() {
        SignedIn ann = People.register("ann");
        SignedIn ben = People.register("ben");
        String room = People.freshName("simple");
        String path = "ws/chat/" + room + "/";
        // Otherwise the room would belong to whichever of the two is faster.
        People.as(ann).put("/api/rooms/" + room).then().statusCode(201);
        try (SocketClient first = connect(path, ann)) {
            try (SocketClient second = connect(path, ben)) {
                hear(first, "user_join", "simpleJoin");
                say(second, "simpleTypingCommand", Map.of("type", "typing", "is_typing", true));
                hear(first, "typing", "simpleTyping");
                say(second, "simpleSend", Map.of("message", "hi"));
                hear(first, "message", "simpleMessage");
                say(second, "simpleWhisper", Map.of("message", "psst", "to", List.of(ann.username())));
                assertThat(hear(first, "message", "simpleMessage")
                                .path("private")
                                .asBoolean())
                        .isTrue();
                second.sendText("{");
                hear(second, "error", "simpleError");
            }
            hear(first, "user_leave", "simpleLeave");
            People.as(ann)
                    .body(Map.of("reason", "chat ended"))
                    .post("/api/rooms/" + room + "/close")
                    .then()
                    .statusCode(204);
            hear(first, "closed", "simpleClosed");
        }
        assertThat(api.seen())
                .containsExactlyInAnyOrderElementsOf(messages("simple").toList());
    }

    private SocketClient connect(String path, SignedIn who) {
        SocketAuth auth = SocketAuth.bearer(who.accessToken());
        return path.equals("ws")
                ? SocketClient.connect(server.resolve(path), auth, "confab.v1")
                : SocketClient.connect(server.resolve(path), auth);
    }

    private void say(SocketClient socket, String message, Map<String, Object> frame) {
        api.check(message, JSON.valueToTree(frame));
        socket.sendJson(frame);
    }

    private JsonNode hear(SocketClient socket, String type, String message) {
        JsonNode frame = socket.receiveType(type, SOON);
        api.check(message, frame);
        return frame;
    }

    /** They come by different ways, so either may be first. */
    private void hearAnswerAndPersonalEvent(SocketClient socket) {
        Set<String> types = new TreeSet<>();
        while (types.size() < 2) {
            JsonNode frame = socket.receiveJson(
                    SOON,
                    any -> text(any, "type").equals("ok") || text(any, "stream").equals("me"));
            api.check(text(frame, "type"), frame);
            types.add(text(frame, "type"));
        }
        assertThat(types).containsExactly("event", "ok");
    }

    /** The answer, among the pushes of the same type. */
    private void awaitPresent(SocketClient socket) {
        api.check(
                "present",
                socket.receiveJson(
                        SOON, frame -> frame.has("users") && text(frame, "type").equals("presence")));
    }

    private Stream<String> messages(String channel) {
        List<String> names = new ArrayList<>();
        api.document().at("/channels/" + channel + "/messages").fieldNames().forEachRemaining(names::add);
        return names.stream();
    }

    /** The tests of actions check their frames. */
    private boolean isAction(String message) {
        return text(api.document().at("/components/messages/" + message), "x-frame")
                .equals("Command.Action");
    }

    private static String text(JsonNode frame, String field) {
        return frame.path(field).asText();
    }

    private static void frames(Set<String> names, Class<?> type) {
        for (Class<?> permitted : type.getPermittedSubclasses()) {
            names.add(type.getSimpleName() + "." + permitted.getSimpleName());
        }
    }
}
