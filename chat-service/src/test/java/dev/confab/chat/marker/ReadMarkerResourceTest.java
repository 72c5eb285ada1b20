package dev.confab.chat.marker;

import static org.assertj.core.api.Assertions.assertThat;
import static org.hamcrest.Matchers.equalTo;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import dev.confab.chat.testing.Race;
import dev.confab.chat.testing.TestRooms;
import dev.confab.chat.testing.TestUser;
import dev.confab.common.stream.StreamEvent;
import dev.confab.common.stream.StreamLog;
import dev.confab.local.test.EmbeddedStackResource;
import io.quarkus.test.common.QuarkusTestResource;
import io.quarkus.test.common.ResourceArg;
import io.quarkus.test.junit.QuarkusTest;
import io.restassured.response.Response;
import jakarta.inject.Inject;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.UUID;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

@QuarkusTest
@QuarkusTestResource(value = EmbeddedStackResource.class, initArgs = @ResourceArg(name = "database", value = "chat"))
@Tag("CH-10")
class ReadMarkerResourceTest {

    @Inject
    StreamLog log;

    @Inject
    ObjectMapper json;

    @Inject
    TestRooms rooms;

    TestUser alice;
    String room;
    UUID roomId;

    @BeforeEach
    void openRoomWithTwentyMessages() {
        alice = TestUser.register();
        room = TestRooms.uniqueName("room");
        roomId = TestRooms.open(alice, room);
        rooms.say(roomId, TestUser.register(), 20);
    }

    @Test
    void movesForwardAndTellsAllDevicesOfTheUserEachTime() throws JsonProcessingException {
        read(2).then().statusCode(204);
        read(5).then().statusCode(204);

        assertThat(markers()).containsExactly(2L, 5L);
        JsonNode data = json.readTree(roomReadEvents().getFirst().data());
        assertThat(data.path("room").asText()).isEqualTo(room);
        assertThat(data.path("roomId").asText()).isEqualTo(roomId.toString());
        unread(16);
    }

    @Test
    void neverGoesBack() throws JsonProcessingException {
        read(10).then().statusCode(204);
        read(9).then().statusCode(204);
        read(10).then().statusCode(204);
        read(0).then().statusCode(204);

        assertThat(markers()).containsExactly(10L);
        unread(11);
    }

    @Test
    void stopsAtTheTopOfTheRoom() throws JsonProcessingException {
        read(Long.MAX_VALUE).then().statusCode(204);

        assertThat(markers()).containsExactly(21L);
        unread(0);
        rooms.say(roomId, TestUser.register(), 1);
        unread(1);
    }

    @Test
    void agreesOnOneOrderWhenDevicesRace() throws Exception {
        Race.of(10, number -> read(number + 1).then().statusCode(204));

        assertThat(markers()).isSorted().doesNotHaveDuplicates().endsWith(10L);
        unread(11);
    }

    @ParameterizedTest
    @ValueSource(
            strings = {"{}", "{\"seq\":null}", "{\"seq\":-1}", "null", "[]", "{\"seq\":{}}", "{\"seq\":\"x\"}", "{"})
    void refusesWhatIsNoPosition(String body) {
        read(1).then().statusCode(204);
        alice.rest().body(body).put("/api/rooms/{room}/read", room).then().statusCode(400);
        unread(20);
    }

    private Response read(long seq) {
        return alice.rest().body(Map.of("seq", seq)).put("/api/rooms/{room}/read", room);
    }

    private void unread(int expected) {
        alice.rest().get("/api/rooms/{room}", room).then().statusCode(200).body("unread", equalTo(expected));
    }

    private List<Long> markers() throws JsonProcessingException {
        List<Long> markers = new ArrayList<>();
        for (StreamEvent event : roomReadEvents()) {
            markers.add(json.readTree(event.data()).path("seq").asLong());
        }
        return markers;
    }

    private List<StreamEvent> roomReadEvents() {
        return log.read(alice.id(), 0, 1000).stream()
                .filter(event -> event.type().equals("room.read"))
                .toList();
    }
}
