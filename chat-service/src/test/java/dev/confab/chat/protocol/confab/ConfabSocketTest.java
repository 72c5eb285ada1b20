package dev.confab.chat.protocol.confab;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import dev.confab.chat.account.People;
import dev.confab.chat.protocol.ChatClient;
import dev.confab.client.socket.SocketAuth;
import dev.confab.local.test.EmbeddedStackResource;
import io.quarkus.test.common.QuarkusTestResource;
import io.quarkus.test.common.ResourceArg;
import io.quarkus.test.common.http.TestHTTPResource;
import io.quarkus.test.junit.QuarkusTest;
import java.net.URI;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.stream.IntStream;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;

@QuarkusTest
@QuarkusTestResource(value = EmbeddedStackResource.class, initArgs = @ResourceArg(name = "database", value = "chat"))
class ConfabSocketTest {

    @TestHTTPResource("/ws")
    URI uri;

    private People.SignedIn ada;
    private People.SignedIn bob;
    private String room;

    @BeforeEach
    void twoPeopleAndARoom() {
        ada = People.register("ada");
        bob = People.register("bob");
        room = People.freshName("room");
        People.as(ada).put("/api/rooms/" + room).then().statusCode(201);
    }

    private ChatClient client(People.SignedIn person) {
        return ChatClient.greeted(uri, person.accessToken());
    }

    @Test
    void saysWhoIsConnectedAndWhatTheLimitsAre() {
        try (ChatClient client = ChatClient.connect(uri, SocketAuth.bearer(ada.accessToken()))) {
            assertThat(client.socket().subprotocol()).isEqualTo("confab.v1");
            JsonNode welcome = client.ask("hello", fields -> fields.put("client", "test"));

            assertThat(welcome.path("type").asText()).isEqualTo("welcome");
            assertThat(welcome.at("/user/username").asText()).isEqualTo(ada.username());
            assertThat(welcome.at("/user/id").asText()).isEqualTo(ada.id());
            assertThat(welcome.at("/user/roles/0").asText()).isEqualTo("user");
            assertThat(welcome.at("/limits/maxFrameBytes").asInt()).isEqualTo(65536);
            assertThat(welcome.at("/limits/maxMessageLength").asInt()).isEqualTo(1000);
            assertThat(welcome.at("/limits/messagesPerSecond").asInt()).isEqualTo(5);
            assertThat(welcome.path("pingIntervalMs").asInt()).isEqualTo(25_000);
            assertThat(welcome.at("/me/epoch").asText()).isNotEmpty();
            assertThat(Instant.parse(welcome.path("serverTime").asText())).isNotNull();
            assertThat(client.ask("hello", fields -> {}).path("code").asText()).isEqualTo("already_greeted");
        }
    }

    @Test
    void wantsAGreetingFirst() {
        for (String first :
                List.of("{\"type\":\"ping\"}", "nonsense", "{\"type\":\"join\",\"id\":\"1\",\"room\":\"x\"}")) {
            try (ChatClient client = ChatClient.connect(uri, SocketAuth.bearer(ada.accessToken()))) {
                client.socket().sendText(first);
                assertThat(client.closeCode()).isEqualTo(3500);
            }
        }
    }

    @Test
    @Tag("CH-02")
    void deliversAMessageToEveryoneInTheRoomAndAcknowledgesIt() {
        try (ChatClient adas = client(ada);
                ChatClient bobs = client(bob)) {
            JsonNode joined = adas.join(room);
            bobs.join(room);
            assertThat(joined.path("type").asText()).isEqualTo("joined");
            assertThat(joined.path("from").asLong())
                    .isEqualTo(joined.path("seq").asLong() + 1);

            JsonNode ack = adas.send(room, "c1", "hello <b>");

            assertThat(ack.path("type").asText()).isEqualTo("ack");
            assertThat(ack.path("duplicate").asBoolean(true)).isFalse();
            assertThat(ack.path("seq").asLong()).isEqualTo(joined.path("from").asLong());
            JsonNode event = bobs.next("event");
            assertThat(event.path("kind").asText()).isEqualTo("message.posted");
            assertThat(event.path("room").asText()).isEqualTo(room);
            assertThat(event.path("seq")).isEqualTo(ack.path("seq"));
            assertThat(event.path("epoch")).isEqualTo(ack.path("epoch"));
            assertThat(event.path("eventId")).isEqualTo(ack.path("messageId"));
            assertThat(event.path("time")).isEqualTo(ack.path("time"));
            assertThat(event.path("clientMessageId").asText()).isEqualTo("c1");
            assertThat(event.at("/user/username").asText()).isEqualTo(ada.username());
            assertThat(event.at("/data/text").asText()).isEqualTo("hello <b>");
        }
    }

    @Test
    void letsWatchARoomWithoutBeingInIt() {
        try (ChatClient adas = client(ada);
                ChatClient bobs = client(bob)) {
            JsonNode watched =
                    bobs.ask("join", fields -> fields.put("room", room).put("watch", true));
            assertThat(watched.path("type").asText()).isEqualTo("joined");
            adas.join(room);
            JsonNode present = adas.ask("presence", fields -> fields.put("room", room));
            assertThat(present.path("count").asInt()).isOne();
            JsonNode typing =
                    bobs.ask("typing", fields -> fields.put("room", room).put("typing", true));
            assertThat(typing.path("code").asText()).isEqualTo("not_joined");

            JsonNode ack = adas.send(room, "c1", "seen from afar");
            JsonNode event = bobs.next("event");
            assertThat(event.path("eventId")).isEqualTo(ack.path("messageId"));

            JsonNode joined = bobs.join(room);
            assertThat(joined.path("seq")).isEqualTo(ack.path("seq"));
            JsonNode came = adas.next("presence");
            while (came.at("/user/username").asText().equals(ada.username())) {
                came = adas.next("presence");
            }
            assertThat(came.at("/user/username").asText()).isEqualTo(bob.username());
        }
    }

    @Test
    void answersARepeatWithTheFirstResult() {
        try (ChatClient adas = client(ada)) {
            adas.join(room);
            JsonNode first = adas.send(room, "same", "once");
            JsonNode second = adas.send(room, "same", "once");

            assertThat(second.path("duplicate").asBoolean()).isTrue();
            assertThat(second.path("messageId")).isEqualTo(first.path("messageId"));
            assertThat(second.path("seq")).isEqualTo(first.path("seq"));
        }
    }

    @Test
    void keepsTheOrderOfCommandsThatDoNotWaitForReplies() {
        try (ChatClient adas = client(ada)) {
            String join = adas.say("join", fields -> fields.put("room", room));
            String send = adas.say(
                    "send",
                    fields ->
                            fields.put("room", room).put("clientMessageId", "a").put("text", "hi"));
            String leave = adas.say("leave", fields -> fields.put("room", room));
            String late = adas.say(
                    "send",
                    fields ->
                            fields.put("room", room).put("clientMessageId", "b").put("text", "hi"));

            List<String> replies = new ArrayList<>();
            while (replies.size() < 4) {
                JsonNode frame = adas.socket().receiveJson(ChatClient.PATIENCE, candidate -> candidate.has("id"));
                replies.add(frame.path("id").asText()
                        + frame.path("type").asText()
                        + frame.path("code").asText());
            }
            assertThat(replies)
                    .containsExactly(join + "joined", send + "ack", leave + "left", late + "errornot_joined");
        }
    }

    @Test
    void repliesToAJoinBeforeItsFirstEvent() {
        try (ChatClient adas = client(ada);
                ChatClient bobs = client(bob)) {
            adas.join(room);
            IntStream.range(0, 4).forEach(number -> adas.send(room, "message " + number));

            bobs.say("join", fields -> fields.put("room", room).put("history", 3));

            // Who is present is told whenever it changes, and may still concern Ada.
            JsonNode first = bobs.socket()
                    .receiveJson(
                            ChatClient.PATIENCE,
                            frame -> !frame.path("type").asText().equals("presence"));
            assertThat(first.path("type").asText()).isEqualTo("joined");
            assertThat(first.path("from").asLong()).isEqualTo(first.path("seq").asLong() - 2);
            assertThat(texts(bobs, 3)).containsExactly("message 1", "message 2", "message 3");
        }
    }

    @Test
    void continuesFromAPositionOrSaysThatItCannot() {
        try (ChatClient adas = client(ada);
                ChatClient bobs = client(bob)) {
            JsonNode start = adas.join(room);
            String epoch = start.path("epoch").asText();
            long seq = start.path("seq").asLong();
            IntStream.range(0, 3).forEach(number -> adas.send(room, "missed " + number));

            JsonNode whole = bobs.join(room, epoch, seq);
            assertThat(whole.path("recovered").asBoolean()).isTrue();
            assertThat(whole.path("from").asLong()).isEqualTo(seq + 1);
            assertThat(texts(bobs, 3)).containsExactly("missed 0", "missed 1", "missed 2");

            bobs.ask("leave", fields -> fields.put("room", room));
            JsonNode otherEpoch = bobs.ask(
                    "join",
                    fields -> fields.put("room", room)
                            .put("epoch", "another")
                            .put("seq", seq)
                            .put("history", 1));
            assertThat(otherEpoch.path("recovered").asBoolean(true)).isFalse();
            assertThat(texts(bobs, 1)).containsExactly("missed 2");

            bobs.ask("leave", fields -> fields.put("room", room));
            JsonNode beyond = bobs.join(room, epoch, seq + 1000);
            assertThat(beyond.path("recovered").asBoolean(true)).isFalse();
            assertThat(beyond.path("from").asLong())
                    .isEqualTo(beyond.path("seq").asLong() + 1);
        }
    }

    @Test
    void answersASecondJoinLikeTheFirstAndRepeatsNoEvent() {
        try (ChatClient adas = client(ada)) {
            JsonNode first = adas.join(room);
            adas.send(room, "one");
            adas.next("event");

            JsonNode second =
                    adas.ask("join", fields -> fields.put("room", room).put("history", 50));

            assertThat(second.path("from")).isEqualTo(first.path("from"));
            adas.send(room, "two");
            assertThat(texts(adas, 1)).containsExactly("two");
        }
    }

    @Test
    @Tag("CH-13")
    void refusesWhatIsTooFastTooLongOrBlank() {
        try (ChatClient adas = client(ada)) {
            adas.join(room);
            assertThat(adas.send(room, "x".repeat(1001)).path("code").asText()).isEqualTo("message_too_long");
            assertThat(adas.send(room, "  ").path("code").asText()).isEqualTo("message_blank");
            IntStream.range(0, 40)
                    .forEach(number -> adas.say(
                            "send",
                            fields -> fields.put("room", room)
                                    .put("clientMessageId", "fast" + number)
                                    .put("text", "fast")));

            JsonNode refused = adas.next("error");
            assertThat(refused.path("code").asText()).isEqualTo("rate_limited");
            assertThat(refused.path("temporary").asBoolean()).isTrue();
            assertThat(refused.path("retryAfterMs").asLong()).isPositive();
        }
    }

    @Test
    @Tag("CH-03")
    void showsTypingToEveryoneButItsAuthor() {
        try (ChatClient adas = client(ada);
                ChatClient tab = client(ada);
                ChatClient bobs = client(bob)) {
            List.of(adas, tab, bobs).forEach(client -> client.join(room));

            adas.say("typing", fields -> fields.put("room", room).put("typing", true));
            JsonNode shown = bobs.next("typing");
            assertThat(shown.at("/user/username").asText()).isEqualTo(ada.username());
            assertThat(shown.path("typing").asBoolean()).isTrue();

            adas.say("typing", fields -> fields.put("room", room).put("typing", false));
            assertThat(bobs.next("typing").path("typing").asBoolean(true)).isFalse();
            assertThat(typesUntilPong(adas)).doesNotContain("typing");
            assertThat(typesUntilPong(tab)).doesNotContain("typing");
        }
    }

    @Test
    @Tag("CH-04")
    void announcesAUserOnceHoweverManyTabsThereAre() {
        try (ChatClient bobs = client(bob)) {
            bobs.join(room);
            assertThat(bobs.next("presence").at("/user/username").asText()).isEqualTo(bob.username());
            ChatClient adas = client(ada);
            ChatClient tab = client(ada);
            adas.join(room);
            JsonNode came = bobs.next("presence");
            assertThat(came.path("online").asBoolean()).isTrue();
            assertThat(came.path("count").asInt()).isEqualTo(2);
            tab.join(room);
            JsonNode present = bobs.ask("presence", fields -> fields.put("room", room));
            assertThat(present.path("count").asInt()).isEqualTo(2);
            assertThat(present.path("users").findValuesAsText("username"))
                    .containsExactlyInAnyOrder(ada.username(), bob.username());

            adas.close();
            tab.close();

            JsonNode gone = bobs.next("presence");
            assertThat(gone.path("online").asBoolean(true)).isFalse();
            assertThat(gone.at("/user/username").asText()).isEqualTo(ada.username());
            assertThat(gone.path("count").asInt()).isEqualTo(1);
        }
    }

    @Test
    void tellsAllOwnDevicesWhatWasRead() {
        try (ChatClient adas = client(ada);
                ChatClient phone = ChatClient.connect(uri, SocketAuth.bearer(ada.accessToken()))) {
            JsonNode welcome = phone.ask("hello", fields -> {});
            adas.join(room);
            long seq = adas.send(room, "news").path("seq").asLong();

            assertThat(adas.ask("read", fields -> fields.put("room", room).put("seq", seq))
                            .path("type")
                            .asText())
                    .isEqualTo("ok");

            JsonNode event = phone.next("event");
            assertThat(event.path("stream").asText()).isEqualTo("me");
            assertThat(event.path("kind").asText()).isEqualTo("room.read");
            assertThat(event.at("/data/seq").asLong()).isEqualTo(seq);
            try (ChatClient later = ChatClient.connect(uri, SocketAuth.bearer(ada.accessToken()))) {
                JsonNode resumed = later.ask("hello", fields -> fields.set("me", welcome.path("me")));
                assertThat(resumed.at("/me/recovered").asBoolean()).isTrue();
                assertThat(later.next("event").path("eventId")).isEqualTo(event.path("eventId"));
            }
        }
    }

    @Test
    void showsAPrivateRoomToItsMembersAndPutsOutWhoIsRemoved() {
        String hidden = People.freshName("hidden");
        People.as(ada)
                .body(Map.of("name", hidden, "visibility", "private"))
                .post("/api/rooms")
                .then()
                .statusCode(201);
        try (ChatClient bobs = client(bob)) {
            assertThat(bobs.join(hidden).path("code").asText()).isEqualTo("room_not_found");
            String member = "/api/rooms/" + hidden + "/members/" + bob.username();
            People.as(ada).body(Map.of("role", "member")).put(member);
            assertThat(bobs.join(hidden).path("type").asText()).isEqualTo("joined");

            People.as(ada).delete(member);

            JsonNode removed = bobs.next("event");
            while (removed.path("stream").asText().equals("me")) {
                removed = bobs.next("event");
            }
            assertThat(removed.path("kind").asText()).isEqualTo("member.removed");
            JsonNode left = bobs.next("left");
            assertThat(left.path("room").asText()).isEqualTo(hidden);
            assertThat(left.path("code").asText()).isEqualTo("removed_from_room");
            assertThat(bobs.send(hidden, "still here?").path("code").asText()).isEqualTo("not_joined");
        }
    }

    private static List<String> texts(ChatClient client, int count) {
        return IntStream.range(0, count)
                .mapToObj(number -> client.next("event").at("/data/text").asText())
                .toList();
    }

    private static List<String> typesUntilPong(ChatClient client) {
        String id = client.say("ping", fields -> {});
        List<String> types = new ArrayList<>();
        JsonNode frame = client.socket().receiveJson(ChatClient.PATIENCE);
        while (!frame.path("id").asText().equals(id)) {
            types.add(frame.path("type").asText());
            frame = client.socket().receiveJson(ChatClient.PATIENCE);
        }
        return types;
    }
}
