package dev.confab.chat.message;

import static org.assertj.core.api.Assertions.assertThat;
import static org.hamcrest.Matchers.contains;
import static org.hamcrest.Matchers.equalTo;
import static org.hamcrest.Matchers.hasSize;
import static org.hamcrest.Matchers.nullValue;

import com.fasterxml.jackson.databind.JsonNode;
import dev.confab.chat.protocol.ChatClient;
import dev.confab.chat.testing.StatementLog;
import dev.confab.chat.testing.TestRooms;
import dev.confab.chat.testing.TestUser;
import dev.confab.client.socket.SocketAuth;
import dev.confab.client.socket.SocketClient;
import dev.confab.local.test.EmbeddedStackResource;
import io.quarkus.test.common.QuarkusTestResource;
import io.quarkus.test.common.ResourceArg;
import io.quarkus.test.common.http.TestHTTPResource;
import io.quarkus.test.junit.QuarkusTest;
import io.restassured.response.ValidatableResponse;
import java.net.URI;
import java.util.HashMap;
import java.util.Locale;
import java.util.Map;
import java.util.UUID;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

@QuarkusTest
@QuarkusTestResource(value = EmbeddedStackResource.class, initArgs = @ResourceArg(name = "database", value = "chat"))
class MentionsAndRepliesTest {

    @TestHTTPResource("/ws")
    URI socket;

    @TestHTTPResource("/")
    URI server;

    TestUser ann;
    TestUser ben;
    String room;

    @BeforeEach
    void openRoom() {
        ann = TestUser.register();
        ben = TestUser.register();
        room = TestRooms.uniqueName("room");
        ann.rest().put("/api/rooms/{room}", room).then().statusCode(201);
    }

    @Test
    void namesPeopleWithAccountsOnceAndNeverTheAuthor() {
        TestUser cat = TestUser.register();
        String text = "@" + cat.name().toUpperCase(Locale.ROOT) + ": ask @" + ben.name() + ", @" + ben.name()
                + ". or @nobody" + cat.name() + "; not @" + ann.name();
        post(ann, text, null).statusCode(201);

        history(ann)
                .body("items[0].mentions.username", contains(cat.name(), ben.name()))
                .body("items[0].mentions[1].id", equalTo(ben.id().toString()))
                .body("items[0].text", equalTo(text));
    }

    @Test
    void namesTwentyPeopleAtMost() {
        String text = IntStream.range(0, 21)
                .mapToObj(n -> "@" + TestUser.register().name())
                .collect(Collectors.joining(" "));
        post(ann, text, null).statusCode(201);
        history(ann).body("items[0].mentions", hasSize(20));
    }

    @Test
    void namesOnlyMembersInPrivateRooms() {
        String secret = TestRooms.uniqueName("secret");
        ann.rest()
                .body(Map.of("name", secret, "visibility", "private"))
                .post("/api/rooms")
                .then()
                .statusCode(201);
        TestUser cat = TestUser.register();
        ann.rest()
                .body(Map.of("role", "member"))
                .put("/api/rooms/{room}/members/{user}", secret, cat.name())
                .then()
                .statusCode(201);
        room = secret;
        post(ann, "@" + ben.name() + " @" + cat.name(), null).statusCode(201);
        history(ann).body("items[0].mentions.username", contains(cat.name()));
    }

    @Test
    void quotesTheMessageThatIsAnswered() {
        String long150 = "\uD83D\uDE00".repeat(150);
        String first = post(ben, long150, null).statusCode(201).extract().path("messageId");
        post(ann, "yes", first).statusCode(201);

        history(ann)
                .body("items[1].replyTo.messageId", equalTo(first))
                .body("items[1].replyTo.seq", equalTo(2))
                .body("items[1].replyTo.user.username", equalTo(ben.name()))
                .body("items[1].replyTo.user.id", equalTo(ben.id().toString()))
                .body("items[1].replyTo.text", equalTo("\uD83D\uDE00".repeat(139) + "\u2026"))
                .body("items[1].replyTo.left", nullValue())
                .body("items[0].replyTo", nullValue())
                .body("items[0].mentions", nullValue());
    }

    @Test
    void refusesToAnswerWhatTheRoomDoesNotHave() {
        String other = TestRooms.uniqueName("other");
        String here = room;
        ann.rest().put("/api/rooms/{room}", other).then().statusCode(201);
        room = other;
        String elsewhere = post(ben, "elsewhere", null).extract().path("messageId");
        room = here;
        for (String id : new String[] {elsewhere, UUID.randomUUID().toString(), "x", ""}) {
            post(ann, "yes", id).statusCode(404).body("code", equalTo("reply_target_not_found"));
        }
        history(ann).body("items", hasSize(0));
    }

    @Test
    void saysWhenTheAuthorOfTheAnsweredMessageHasLeft() {
        String secret = TestRooms.uniqueName("secret");
        ann.rest()
                .body(Map.of("name", secret, "visibility", "private"))
                .post("/api/rooms")
                .then()
                .statusCode(201);
        String membership = "/api/rooms/" + secret + "/members/" + ben.name();
        ann.rest().body(Map.of("role", "member")).put(membership).then().statusCode(201);
        room = secret;
        String first = post(ben, "mine", null).extract().path("messageId");
        ann.rest().delete(membership).then().statusCode(204);
        post(ann, "yours", first).statusCode(201);
        history(ann).body("items[1].replyTo.left", equalTo(true));
    }

    @Test
    void travelsOnSocketsToo() {
        try (ChatClient mine = ChatClient.greeted(socket, ann.accessToken());
                ChatClient theirs = ChatClient.greeted(socket, ben.accessToken())) {
            mine.join(room);
            theirs.join(room);
            JsonNode ack = theirs.send(room, "hello @" + ann.name());
            JsonNode heard = mine.next("event");
            assertThat(heard.at("/data/mentions/0/username").asText()).isEqualTo(ann.name());
            assertThat(heard.at("/data/mentions/0/id").asText())
                    .isEqualTo(ann.id().toString());

            String messageId = ack.get("messageId").asText();
            mine.ask(
                    "send",
                    fields -> fields.put("room", room)
                            .put("clientMessageId", "c1")
                            .put("text", "hello")
                            .put("replyTo", messageId));
            theirs.next("event");
            JsonNode answer = theirs.next("event");
            assertThat(answer.at("/data/replyTo/messageId").asText()).isEqualTo(messageId);
            assertThat(answer.at("/data/replyTo/text").asText()).isEqualTo("hello @" + ann.name());

            JsonNode refusal = mine.ask(
                    "send",
                    fields -> fields.put("room", room)
                            .put("clientMessageId", "c2")
                            .put("text", "hello")
                            .put("replyTo", "nothing"));
            assertThat(refusal.get("code").asText()).isEqualTo("reply_target_not_found");
        }
    }

    @Test
    void mentionsAreFoundInTheSimpleProtocolAsWell() {
        try (SocketClient simple =
                SocketClient.connect(server.resolve("/ws/chat/" + room + "/"), SocketAuth.bearer(ben.accessToken()))) {
            simple.sendJson(Map.of("message", "hello @" + ann.name()));
            simple.receiveType("message", ChatClient.PATIENCE);
        }
        history(ann).body("items[0].mentions.username", contains(ann.name()));
    }

    @Test
    void costNothingWhereThereAreNone() {
        int plain = fewest("plain");
        assertThat(statements("hello @" + ben.name())).isGreaterThan(plain);
        assertThat(fewest("plain again")).isEqualTo(plain);
    }

    /** Of two: what is looked up now and then for everybody, such as a room's policy, is not counted. */
    private int fewest(String text) {
        return Math.min(statements(text), statements(text));
    }

    /** What the message's own request executes; the log stores it on another thread, with others. */
    private int statements(String text) {
        String request = UUID.randomUUID().toString();
        try (StatementLog log = StatementLog.of(request)) {
            ann.rest()
                    .header("X-Request-ID", request)
                    .body(Map.of("clientMessageId", request, "text", text))
                    .post("/api/rooms/{room}/messages", room)
                    .then()
                    .statusCode(201);
            return log.count();
        }
    }

    private ValidatableResponse post(TestUser author, String text, @Nullable String replyTo) {
        Map<String, String> message =
                new HashMap<>(Map.of("clientMessageId", UUID.randomUUID().toString(), "text", text));
        if (replyTo != null) {
            message.put("replyTo", replyTo);
        }
        return author.rest()
                .body(message)
                .post("/api/rooms/{room}/messages", room)
                .then();
    }

    private ValidatableResponse history(TestUser reader) {
        return reader.rest().get("/api/rooms/{room}/messages", room).then().statusCode(200);
    }
}
