package dev.confab.chat.action;

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
import java.net.URI;
import java.util.List;
import java.util.Map;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;

@QuarkusTest
@QuarkusTestResource(value = EmbeddedStackResource.class, initArgs = @ResourceArg(name = "database", value = "chat"))
class RoomActionsTest {

    private static final String ECHO = "test.echo";

    private final AsyncApi api = new AsyncApi();

    @TestHTTPResource("/ws")
    URI uri;

    @Test
    void answersWithTheResultOfAnActionInARoomThatIsNotJoined() {
        People.SignedIn ada = People.register("ada");
        String room = roomOf(ada, "public");
        try (ChatClient client = ChatClient.greeted(uri, ada.accessToken())) {
            JsonNode reply = client.ask(ECHO, fields -> fields.put("room", room).put("words", "hi"));

            assertThat(reply.path("type").asText()).isEqualTo("ok");
            assertThat(reply.at("/result/words").asText()).isEqualTo("hi");
            assertThat(reply.at("/result/asker").asText()).isEqualTo(ada.username());
            assertThat(reply.at("/result/underItsId").asBoolean()).isTrue();
            api.check("ok", reply);

            JsonNode without = client.ask(ECHO, fields -> fields.put("room", room));
            assertThat(without.path("type").asText()).isEqualTo("ok");
            assertThat(without.has("result")).isFalse();
        }
    }

    @Test
    void refusesWhatTheServiceOfTheActionRefuses() {
        People.SignedIn ada = People.register("ada");
        People.SignedIn bob = People.register("bob");
        String room = roomOf(ada, "private");
        try (ChatClient client = ChatClient.greeted(uri, bob.accessToken())) {
            assertThat(client.ask(ECHO, fields -> fields.put("room", room))
                            .path("code")
                            .asText())
                    .isEqualTo("room_not_found");
            JsonNode bad = client.ask(ECHO, fields -> fields.put("room", room).put("words", 1));
            assertThat(bad.path("code").asText()).isEqualTo("room_not_found");
            assertThat(client.ask(ECHO, fields -> {}).path("code").asText()).isEqualTo("invalid_frame");
            assertThat(client.ask("test.nothing", fields -> fields.put("room", room))
                            .path("code")
                            .asText())
                    .isEqualTo("unknown_type");
        }
    }

    @Test
    @Tag("CH-13")
    void countsTheActionsOfAUserOnAllConnections() {
        People.SignedIn ada = People.register("ada");
        String room = roomOf(ada, "public");
        try (ChatClient first = ChatClient.greeted(uri, ada.accessToken());
                ChatClient second = ChatClient.greeted(uri, ada.accessToken())) {
            // Four times what is allowed at once, and more than is refilled while they are read.
            for (int count = 0; count < 80; count++) {
                (count % 2 == 0 ? first : second).say(ECHO, fields -> fields.put("room", room));
            }
            List<JsonNode> answers = IntStream.range(0, 80)
                    .mapToObj(
                            count -> (count % 2 == 0 ? first : second).socket().receiveJson(ChatClient.PATIENCE))
                    .toList();

            List<JsonNode> refused = answers.stream()
                    .filter(answer -> answer.path("code").asText().equals("rate_limited"))
                    .toList();
            assertThat(refused).isNotEmpty().allSatisfy(answer -> {
                assertThat(answer.path("temporary").asBoolean()).isTrue();
                assertThat(answer.path("retryAfterMs").asLong()).isPositive();
            });
            assertThat(answers).hasSizeGreaterThan(refused.size());
        }
    }

    private static String roomOf(People.SignedIn owner, String visibility) {
        String room = People.freshName("room");
        People.as(owner)
                .body(Map.of("name", room, "visibility", visibility))
                .post("/api/rooms")
                .then()
                .statusCode(201);
        return room;
    }
}
