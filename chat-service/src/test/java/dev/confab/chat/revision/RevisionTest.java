package dev.confab.chat.revision;

import static org.assertj.core.api.Assertions.assertThat;
import static org.hamcrest.Matchers.contains;
import static org.hamcrest.Matchers.equalTo;
import static org.hamcrest.Matchers.notNullValue;
import static org.hamcrest.Matchers.nullValue;

import com.fasterxml.jackson.databind.JsonNode;
import dev.confab.chat.protocol.ChatClient;
import dev.confab.chat.testing.Chatter;
import dev.confab.chat.testing.StatementLog;
import dev.confab.chat.testing.TestRooms;
import dev.confab.chat.testing.TestUser;
import dev.confab.common.stream.StreamEvent;
import dev.confab.common.stream.StreamLog;
import dev.confab.local.test.EmbeddedStackResource;
import io.quarkus.test.common.QuarkusTestResource;
import io.quarkus.test.common.ResourceArg;
import io.quarkus.test.common.http.TestHTTPResource;
import io.quarkus.test.junit.QuarkusTest;
import jakarta.inject.Inject;
import java.net.URI;
import java.util.List;
import java.util.Map;
import java.util.UUID;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

@QuarkusTest
@QuarkusTestResource(value = EmbeddedStackResource.class, initArgs = @ResourceArg(name = "database", value = "chat"))
class RevisionTest {

    @Inject
    StreamLog log;

    @TestHTTPResource("/ws")
    URI socket;

    TestUser owner;
    Chatter ann;
    Chatter ben;
    String room;
    UUID roomId;

    @BeforeEach
    void openRoom() {
        owner = TestUser.register();
        room = TestRooms.uniqueName("room");
        String id = owner.rest()
                .put("/api/rooms/{room}", room)
                .then()
                .statusCode(201)
                .extract()
                .path("id");
        roomId = UUID.fromString(id);
        ann = new Chatter(TestUser.register(), room);
        ben = new Chatter(TestUser.register(), room);
    }

    @Test
    void anAuthorGivesAMessageAnotherText() {
        String first = ann.say("teh text");
        ann.edit(first, "the text @" + ben.user().name())
                .statusCode(200)
                .body("text", equalTo("the text @" + ben.user().name()))
                .body("editedAt", notNullValue());
        ben.history()
                .body("items[0].text", equalTo("the text @" + ben.user().name()))
                .body("items[0].mentions.username", contains(ben.user().name()))
                .body("items[0].editedAt", notNullValue());
        owner.rest()
                .get("/api/rooms/{room}", room)
                .then()
                .body("lastMessage.text", equalTo("the text @" + ben.user().name()));

        assertThat(events().getLast().data())
                .as("who is named now and was not before")
                .containsPattern("\"added\": ?\\[\\{[^]]*" + ben.user().id());

        int events = events().size();
        ann.edit(first, "the text @" + ben.user().name()).statusCode(200);
        assertThat(events()).as("the same text is no change").hasSize(events);
    }

    @Test
    void nobodyElseEdits() {
        String first = ann.say("mine");
        ben.edit(first, "yours").statusCode(403).body("code", equalTo("forbidden"));
        new Chatter(owner, room).edit(first, "ours").statusCode(403);
        ann.edit(first, " ").statusCode(422).body("code", equalTo("message_blank"));
        ann.edit(UUID.randomUUID().toString(), "text").statusCode(404).body("code", equalTo("message_not_found"));
        ann.edit("x", "text").statusCode(404).body("code", equalTo("message_not_found"));
        ben.history().body("items[0].text", equalTo("mine")).body("items[0].editedAt", nullValue());
    }

    @Test
    void strangersDoNothingWithMessagesOfPrivateRooms() {
        String secret = TestRooms.uniqueName("secret");
        ann.user()
                .rest()
                .body(Map.of("name", secret, "visibility", "private"))
                .post("/api/rooms")
                .then()
                .statusCode(201);
        Chatter inside = new Chatter(ann.user(), secret);
        Chatter outside = new Chatter(ben.user(), secret);
        String first = inside.say("secret");
        outside.edit(first, "known").statusCode(404).body("code", equalTo("room_not_found"));
        outside.delete(first).statusCode(404).body("code", equalTo("room_not_found"));
        outside.react(first, "\uD83D\uDC4D").statusCode(404).body("code", equalTo("room_not_found"));
        outside.put(first, "pin").statusCode(404).body("code", equalTo("room_not_found"));
        outside.put(first, "follow").statusCode(404).body("code", equalTo("room_not_found"));
        outside.thread(first).statusCode(404).body("code", equalTo("room_not_found"));
        // The id of a message is of no use in another room.
        ben.edit(first, "known").statusCode(404).body("code", equalTo("message_not_found"));
        ben.react(first, "\uD83D\uDC4D").statusCode(404).body("code", equalTo("message_not_found"));
        ben.thread(first).statusCode(404).body("code", equalTo("message_not_found"));
    }

    @Test
    void whatIsDeletedIsGoneFromTheLog() {
        String answered = ann.say("the secret");
        ann.edit(answered, "the better kept secret").statusCode(200);
        ben.react(answered, "\uD83D\uDC4D").statusCode(204);
        ben.post(Map.of("text", "really?", "replyTo", answered)).statusCode(201);
        ben.delete(answered).statusCode(403);
        ann.delete(answered).statusCode(204);
        ann.delete(answered).statusCode(204);

        assertThat(events().stream().map(StreamEvent::data)).noneMatch(data -> data.contains("secret"));
        ben.history()
                .body("items[0].deleted", equalTo(true))
                .body("items[0].text", equalTo(""))
                .body("items[0].reactions", nullValue())
                .body("items[0].editedAt", nullValue())
                .body("items[1].replyTo.deleted", equalTo(true))
                .body("items[1].replyTo.text", equalTo(""));
        ann.edit(answered, "again").statusCode(404).body("code", equalTo("message_not_found"));
        ben.react(answered, "\uD83D\uDC4D").statusCode(404);
        ben.post(Map.of("text", "what?", "replyTo", answered))
                .statusCode(404)
                .body("code", equalTo("reply_target_not_found"));
        assertThat(events().stream().filter(event -> event.type().equals("message.deleted")))
                .hasSize(1);
    }

    @Test
    void whoModeratesDeletesAnybodysMessage() {
        String first = ann.say("rude");
        new Chatter(owner, room).delete(first).statusCode(204);
        ben.history().body("items[0].deleted", equalTo(true));
        owner.rest().get("/api/rooms/{room}", room).then().body("lastMessage", nullValue());
    }

    @Test
    void whoComesBackGetsADeletedMessageWithoutItsText() {
        try (ChatClient live = ChatClient.greeted(socket, ben.user().accessToken())) {
            live.join(room);
            String first = ann.say("the secret");
            JsonNode posted = live.next("event");
            assertThat(posted.at("/data/text").asText()).isEqualTo("the secret");
            ann.delete(first).statusCode(204);
            JsonNode deleted = live.next("event");
            assertThat(deleted.get("kind").asText()).isEqualTo("message.deleted");
            assertThat(deleted.at("/data/messageId").asText()).isEqualTo(first);
            assertThat(deleted.at("/data/seq").asLong())
                    .isEqualTo(posted.get("seq").asLong());

            // The hub of this node has both in memory.
            try (ChatClient back = ChatClient.greeted(socket, ann.user().accessToken())) {
                back.join(room, posted.get("epoch").asText(), posted.get("seq").asLong() - 1);
                JsonNode again = back.next("event");
                assertThat(again.get("eventId").asText()).isEqualTo(first);
                assertThat(again.at("/data/deleted").asBoolean()).isTrue();
                assertThat(again.get("data").has("text")).isFalse();
                assertThat(back.next("event").get("kind").asText()).isEqualTo("message.deleted");
            }
        }
    }

    @Test
    void theSameOverTheSocket() {
        String first = ann.say("teh text");
        try (ChatClient client = ChatClient.greeted(socket, ann.user().accessToken())) {
            JsonNode edited = client.ask(
                    "edit",
                    fields -> fields.put("room", room).put("messageId", first).put("text", "the text"));
            assertThat(edited.get("type").asText()).isEqualTo("ok");
            assertThat(edited.at("/result/text").asText()).isEqualTo("the text");
            JsonNode deleted =
                    client.ask("delete", fields -> fields.put("room", room).put("messageId", first));
            assertThat(deleted.get("type").asText()).isEqualTo("ok");
            JsonNode refused = client.ask(
                    "edit",
                    fields -> fields.put("room", room).put("messageId", first).put("text", "more"));
            assertThat(refused.get("code").asText()).isEqualTo("message_not_found");
        }
        ben.history().body("items[0].deleted", equalTo(true));
    }

    @Test
    void historyCostsTheSameHoweverMuchHappenedToItsMessages() {
        String first = ann.say("one");
        ben.react(first, "\uD83D\uDC4D").statusCode(204);
        ben.reply(first, "reply");
        int few = statements();
        for (int n = 0; n < 4; n++) {
            Chatter author = new Chatter(TestUser.register(), room);
            String next = author.say("next");
            author.edit(next, "changed").statusCode(200);
            ben.react(next, "\uD83D\uDC4D").statusCode(204);
            ben.reply(next, "reply");
        }
        assertThat(statements()).isLessThanOrEqualTo(few);
    }

    /** The smaller of two: what is looked up now and then for everybody, such as a sign-in, is not counted. */
    private int statements() {
        return Math.min(statementsOfOne(), statementsOfOne());
    }

    private int statementsOfOne() {
        String request = UUID.randomUUID().toString();
        try (StatementLog statements = StatementLog.of(request)) {
            ann.user()
                    .rest()
                    .header("X-Request-ID", request)
                    .get("/api/rooms/{room}/messages", room)
                    .then()
                    .statusCode(200);
            return statements.count();
        }
    }

    private List<StreamEvent> events() {
        return log.read(roomId, 0, 1000);
    }
}
