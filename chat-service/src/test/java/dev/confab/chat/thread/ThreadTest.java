package dev.confab.chat.thread;

import static org.assertj.core.api.Assertions.assertThat;
import static org.hamcrest.Matchers.contains;
import static org.hamcrest.Matchers.equalTo;
import static org.hamcrest.Matchers.hasSize;
import static org.hamcrest.Matchers.notNullValue;
import static org.hamcrest.Matchers.nullValue;

import com.fasterxml.jackson.databind.JsonNode;
import dev.confab.chat.protocol.ChatClient;
import dev.confab.chat.testing.Chatter;
import dev.confab.chat.testing.Race;
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
import io.restassured.path.json.JsonPath;
import io.restassured.response.ValidatableResponse;
import jakarta.inject.Inject;
import java.net.URI;
import java.util.List;
import java.util.Map;
import java.util.UUID;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

@QuarkusTest
@QuarkusTestResource(value = EmbeddedStackResource.class, initArgs = @ResourceArg(name = "database", value = "chat"))
class ThreadTest {

    @Inject
    StreamLog log;

    @TestHTTPResource("/ws")
    URI socket;

    String room;
    UUID roomId;
    Chatter ann;
    Chatter ben;
    Chatter cat;

    @BeforeEach
    void openRoom() {
        room = TestRooms.uniqueName("room");
        ann = new Chatter(TestUser.register(), room);
        ben = new Chatter(TestUser.register(), room);
        cat = new Chatter(TestUser.register(), room);
        String id = ann.user()
                .rest()
                .put("/api/rooms/{room}", room)
                .then()
                .statusCode(201)
                .extract()
                .path("id");
        roomId = UUID.fromString(id);
    }

    @Test
    void authorRepliersAndMentionedFollowByThemselves() {
        String root = ann.say("root");
        String first = ben.reply(root, "first @" + cat.user().name());
        String second = ann.reply(root, "second");

        assertThat(followersOf(first))
                .containsExactlyInAnyOrder(ann.user().name(), cat.user().name());
        assertThat(followersOf(second))
                .containsExactlyInAnyOrder(ben.user().name(), cat.user().name());
        ann.thread(root)
                .statusCode(200)
                .body("root.text", equalTo("root"))
                .body("root.replies.count", equalTo(2))
                .body("items.messageId", contains(first, second))
                .body("items[0].thread.messageId", equalTo(root))
                .body("followed", equalTo(true))
                .body("unread", equalTo(1));
        cat.thread(root).body("followed", equalTo(true)).body("unread", equalTo(2));
        new Chatter(TestUser.register(), room)
                .thread(root)
                .body("followed", equalTo(false))
                .body("unread", equalTo(0));
        ann.history()
                .body("items[0].replies.count", equalTo(2))
                .body("items[0].replies.lastAt", notNullValue())
                .body("items[1].thread.messageId", equalTo(root))
                .body("items[1].thread.seq", equalTo(2))
                .body("items[1].thread.followers", nullValue());
        ann.user().rest().get("/api/rooms/{room}", room).then().body("lastMessage.text", equalTo("root"));
    }

    @Test
    void readingIsOnesOwnAndToldToAllDevices() {
        String root = ann.say("root");
        ben.reply(root, "first");
        int second = ben.post(Map.of("text", "second", "threadId", root))
                .statusCode(201)
                .extract()
                .path("seq");
        followed(ann)
                .body("items", hasSize(1))
                .body("items[0].unread", equalTo(2))
                .body("items[0].room", equalTo(room));
        try (ChatClient device = ChatClient.greeted(socket, ann.user().accessToken())) {
            read(ann, root, 1_000_000).statusCode(204);
            read(ann, root, 1).statusCode(204);
            JsonNode told = device.next("event");
            assertThat(told.get("kind").asText()).isEqualTo("thread.read");
            assertThat(told.at("/data/messageId").asText()).isEqualTo(root);
            assertThat(told.at("/data/seq").asInt()).isEqualTo(second);
            JsonNode reply = device.ask(
                    "follow",
                    fields -> fields.put("room", room).put("messageId", root).put("on", false));
            assertThat(reply.get("type").asText()).isEqualTo("ok");
            assertThat(device.next("event").get("kind").asText()).isEqualTo("thread.unfollowed");
        }
        ann.thread(root)
                .body("unread", equalTo(0))
                .body("readSeq", equalTo(second))
                .body("followed", equalTo(false));
        followed(ann).body("items", hasSize(0));
        followed(ben).body("items", hasSize(1)).body("items[0].unread", equalTo(0));
    }

    @Test
    void whoStopsToFollowIsToldNothingUntilReplyingAgain() {
        String root = ann.say("root");
        ben.reply(root, "first");
        ann.take(root, "follow").statusCode(204);
        assertThat(followersOf(ben.reply(root, "second @" + ann.user().name()))).isEmpty();
        ann.reply(root, "third");
        assertThat(followersOf(ben.reply(root, "fourth")))
                .containsExactly(ann.user().name());
        cat.put(root, "follow").statusCode(204);
        assertThat(followersOf(ben.reply(root, "fifth")))
                .containsExactlyInAnyOrder(ann.user().name(), cat.user().name());
    }

    @Test
    void whoLeavesAPrivateRoomHearsNoMoreOfItsThreads() {
        String secret = TestRooms.uniqueName("secret");
        String id = ann.user()
                .rest()
                .body(Map.of("name", secret, "visibility", "private"))
                .post("/api/rooms")
                .then()
                .statusCode(201)
                .extract()
                .path("id");
        roomId = UUID.fromString(id);
        String membership = "/api/rooms/" + secret + "/members/" + ben.user().name();
        ann.user().rest().body(Map.of("role", "member")).put(membership).then().statusCode(201);
        Chatter owner = new Chatter(ann.user(), secret);
        Chatter member = new Chatter(ben.user(), secret);
        String root = member.say("root");
        assertThat(followersOf(owner.reply(root, "first")))
                .containsExactly(ben.user().name());
        followed(ben).body("items", hasSize(1));
        ann.user().rest().delete(membership).then().statusCode(204);
        assertThat(followersOf(owner.reply(root, "second"))).isEmpty();
        followed(ben).body("items", hasSize(0));
        member.thread(root).statusCode(404);
    }

    @Test
    void repliesHaveNoRepliesAndNothingHasNone() {
        String root = ann.say("root");
        String reply = ben.reply(root, "reply");
        ann.post(Map.of("text", "nested", "threadId", reply)).statusCode(400).body("code", equalTo("invalid_request"));
        ann.post(Map.of("text", "lost", "threadId", UUID.randomUUID().toString()))
                .statusCode(404)
                .body("code", equalTo("message_not_found"));
        ann.thread(reply).statusCode(404);
        String deleted = ann.say("deleted");
        ann.delete(deleted).statusCode(204);
        ben.post(Map.of("text", "late", "threadId", deleted)).statusCode(404);
    }

    @Test
    void aRepeatedReplyIsStoredOnce() throws InterruptedException {
        String root = ann.say("root");
        Map<String, String> reply = Map.of("text", "reply", "threadId", root, "clientMessageId", "c1");
        List<String> ids = Race.of(4, n -> ben.post(reply).extract().<String>path("messageId"));
        assertThat(ids).doesNotContainNull();
        assertThat(ids.stream().distinct()).hasSize(1);
        ben.post(reply).statusCode(200).body("duplicate", equalTo(true)).body("messageId", equalTo(ids.getFirst()));
        ann.thread(root).body("items", hasSize(1)).body("root.replies.count", equalTo(1));
    }

    @Test
    void repliesThatRaceAndAreDeletedAreCountedRight() throws InterruptedException {
        String root = ann.say("root");
        List<Chatter> people = Race.of(6, n -> new Chatter(TestUser.register(), room));
        List<String> replies = Race.of(people.size(), n -> people.get(n).reply(root, "reply " + n));
        Race.of(
                people.size(),
                n -> n % 2 == 0
                        ? people.get(n).delete(replies.get(n)).statusCode(204)
                        : people.get(n).reply(root, "more"));
        ann.thread(root)
                .body("root.replies.count", equalTo(6))
                .body("items", hasSize(9))
                .body("items.findAll { it.deleted }", hasSize(3))
                .body("items.findAll { it.thread.messageId == '" + root + "' }", hasSize(9))
                .body("unread", equalTo(6));
    }

    @Test
    void showingThreadsCostsTheSameHoweverManyThereAre() {
        String root = ann.say("root");
        ben.reply(root, "reply");
        int few = statements("/api/me/threads");
        int fewReplies = statements("/api/rooms/" + room + "/messages/" + root + "/thread");
        String quiet = ann.say("another");
        cat.reply(quiet, "reply");
        for (int n = 0; n < 2; n++) {
            cat.reply(root, "more");
            cat.reply(ann.say("another"), "reply");
        }
        assertThat(statements("/api/me/threads")).isLessThanOrEqualTo(few);
        assertThat(statements("/api/rooms/" + room + "/messages/" + root + "/thread"))
                .isLessThanOrEqualTo(fewReplies);
        String next = ann.user()
                .rest()
                .get("/api/me/threads?limit=3")
                .then()
                .statusCode(200)
                .body("items", hasSize(3))
                .extract()
                .path("next");
        ann.user()
                .rest()
                .get("/api/me/threads?limit=3&after=" + next)
                .then()
                .body("items", hasSize(1))
                .body("items[0].root.messageId", equalTo(quiet))
                .body("next", nullValue());
        ann.user().rest().get("/api/me/threads?after=x").then().statusCode(400);
    }

    /** The smaller of two: what is looked up now and then for everybody, such as a sign-in, is not counted. */
    private int statements(String path) {
        return Math.min(statementsOfOne(path), statementsOfOne(path));
    }

    private int statementsOfOne(String path) {
        String request = UUID.randomUUID().toString();
        try (StatementLog statements = StatementLog.of(request)) {
            ann.user().rest().header("X-Request-ID", request).get(path).then().statusCode(200);
            return statements.count();
        }
    }

    private List<String> followersOf(String reply) {
        StreamEvent event = log.read(roomId, 0, 1000).stream()
                .filter(one -> one.eventId().toString().equals(reply))
                .findFirst()
                .orElseThrow();
        List<String> names = JsonPath.from(event.data()).getList("thread.followers.username");
        return names == null ? List.of() : names;
    }

    private ValidatableResponse followed(Chatter who) {
        return who.user().rest().get("/api/me/threads").then().statusCode(200);
    }

    private ValidatableResponse read(Chatter who, String root, long seq) {
        return who.user()
                .rest()
                .body(Map.of("seq", seq))
                .post("/api/rooms/{room}/messages/{id}/thread/read", room, root)
                .then();
    }
}
