package dev.confab.chat.connection;

import static dev.confab.local.test.Patience.await;
import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import dev.confab.chat.account.People;
import dev.confab.chat.protocol.ChatClient;
import dev.confab.common.docs.AsyncApi;
import dev.confab.local.test.EmbeddedStackResource;
import io.quarkus.test.common.QuarkusTestResource;
import io.quarkus.test.common.ResourceArg;
import io.quarkus.test.common.http.TestHTTPResource;
import io.quarkus.test.junit.QuarkusTest;
import io.quarkus.test.junit.TestProfile;
import java.net.URI;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Deque;
import java.util.List;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;

/** For the server of this profile three are a crowd. */
@QuarkusTest
@TestProfile(ImpatientServer.class)
@QuarkusTestResource(value = EmbeddedStackResource.class, initArgs = @ResourceArg(name = "database", value = "chat"))
class CrowdedRoomTest {

    @TestHTTPResource("/ws")
    URI uri;

    @Test
    @Tag("CH-04")
    void whoLooksIsToldHowManyAreThereAndNobodyOfEachOfThem() {
        People.SignedIn ada = People.register("ada");
        String room = People.freshName("crowd");
        People.as(ada).put("/api/rooms/" + room).then().statusCode(201);
        Deque<People.SignedIn> others = new ArrayDeque<>();
        for (int count = 0; count < 5; count++) {
            others.add(People.register("one"));
        }
        List<ChatClient> crowd = new ArrayList<>();
        try (ChatClient looker = ChatClient.greeted(uri, ada.accessToken())) {
            looker.join(room);
            ChatClient bystander = join(others.pop(), crowd, room);
            join(others.pop(), crowd, room);
            // Presence follows the answer to a join.
            await().untilAsserted(() -> {
                crowd.forEach(CrowdedRoomTest::showLife);
                assertThat(looker.ask("presence", fields -> fields.put("room", room))
                                .path("users"))
                        .hasSize(3);
            });

            while (!others.isEmpty()) {
                crowd.forEach(CrowdedRoomTest::showLife);
                showLife(looker);
                join(others.pop(), crowd, room);
            }

            JsonNode counted = looker.next("presence");
            while (counted.path("count").asInt() < 6) {
                counted = looker.next("presence");
            }
            assertThat(counted.has("user")).isFalse();
            new AsyncApi().check("presenceCounted", counted);
            // The bystander has heard of those who came while the room was small, and of nobody since.
            bystander.say("typing", fields -> fields.put("room", room).put("typing", true));
            assertThat(looker.next("typing").path("typing").asBoolean()).isTrue();
            String ping = bystander.say("ping", fields -> {});
            JsonNode frame = bystander.socket().receiveJson(ChatClient.PATIENCE);
            while (!frame.path("id").asText().equals(ping)) {
                assertThat(frame.path("type").asText()).isNotEqualTo("typing");
                assertThat(frame.path("count").asInt()).isLessThanOrEqualTo(3);
                frame = bystander.socket().receiveJson(ChatClient.PATIENCE);
            }
        } finally {
            crowd.forEach(ChatClient::close);
        }
    }

    private static void showLife(ChatClient client) {
        client.say("pong", fields -> {});
    }

    private ChatClient join(People.SignedIn person, List<ChatClient> crowd, String room) {
        ChatClient client = ChatClient.greeted(uri, person.accessToken());
        crowd.add(client);
        client.join(room);
        return client;
    }
}
