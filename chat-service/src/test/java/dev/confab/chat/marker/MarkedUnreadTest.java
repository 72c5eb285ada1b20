package dev.confab.chat.marker;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.confab.chat.protocol.ChatClient;
import dev.confab.chat.testing.TestRooms;
import dev.confab.chat.testing.TestUser;
import dev.confab.local.test.EmbeddedStackResource;
import io.quarkus.test.common.QuarkusTestResource;
import io.quarkus.test.common.ResourceArg;
import io.quarkus.test.common.http.TestHTTPResource;
import io.quarkus.test.junit.QuarkusTest;
import jakarta.inject.Inject;
import java.net.URI;
import java.util.Map;
import java.util.UUID;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;

/** What somebody has marked as unread is read by reading it again, not by what devices say of the time before. */
@QuarkusTest
@QuarkusTestResource(value = EmbeddedStackResource.class, initArgs = @ResourceArg(name = "database", value = "chat"))
@Tag("CH-10")
class MarkedUnreadTest {

    /** The top of a room with nine messages. */
    private static final long TOP = 10;

    @TestHTTPResource("/ws")
    URI uri;

    @Inject
    TestRooms rooms;

    TestUser ann;
    TestUser ben;
    String room;
    UUID roomId;

    @BeforeEach
    void nineMessagesThatAreReadAndMarkedAsUnreadFromTheFifthEventOn() {
        ann = TestUser.register();
        ben = TestUser.register();
        room = TestRooms.uniqueName("room");
        roomId = open(room, 9);
        try (ChatClient phone = ChatClient.greeted(uri, ann.accessToken())) {
            phone.join(room);
            seen(phone, "seen", room, TOP);
            awaitRead(phone, room, TOP);
        }
        markUnread(5);
        assertThat(marker()).isEqualTo(4);
    }

    @Test
    void holdsWhateverWasSeenBeforeIsSaidAgain() {
        try (ChatClient laptop = ChatClient.greeted(uri, ann.accessToken())) {
            laptop.join(room);
            seen(laptop, "seen", room, TOP);
            seen(laptop, "pong", room, TOP + 1_000);
            settle(laptop);
            assertThat(marker()).isEqualTo(4);
        }
        // As a client that comes back says it.
        try (ChatClient laptop = ChatClient.greeted(uri, ann.accessToken())) {
            laptop.join(room);
            seen(laptop, "pong", room, TOP);
            settle(laptop);
            assertThat(marker()).isEqualTo(4);
        }
    }

    @Test
    void endsWithANewerMessageThatIsSeen() {
        try (ChatClient laptop = ChatClient.greeted(uri, ann.accessToken())) {
            laptop.join(room);
            rooms.say(roomId, ben, 1);
            seen(laptop, "seen", room, TOP + 1);
            awaitRead(laptop, room, TOP + 1);
            assertThat(marker()).isEqualTo(TOP + 1);
        }
    }

    @Test
    void endsByReadingTheRoomAnew() {
        try (ChatClient laptop = ChatClient.greeted(uri, ann.accessToken())) {
            laptop.join(room);
            laptop.ask("read", fields -> fields.put("room", room).put("seq", 7));
            assertThat(marker()).isEqualTo(7);
            seen(laptop, "seen", room, TOP);
            settle(laptop);
            assertThat(marker()).as("only that part was read").isEqualTo(7);

            assertThat(laptop.ask("read", fields -> fields.put("room", room).put("seq", TOP))
                            .path("type")
                            .asText())
                    .isEqualTo("ok");
            assertThat(marker()).isEqualTo(TOP);
        }
    }

    @Test
    void holdsAnewWhatCameMeanwhile() {
        rooms.say(roomId, ben, 1);
        markUnread(5);
        try (ChatClient laptop = ChatClient.greeted(uri, ann.accessToken())) {
            laptop.join(room);
            seen(laptop, "seen", room, TOP + 1);
            settle(laptop);
            assertThat(marker()).isEqualTo(4);
        }
    }

    /** Returns after what the client has said so far is written: two rounds later at the latest. */
    private void settle(ChatClient client) {
        String other = TestRooms.uniqueName("other");
        open(other, 2);
        client.join(other);
        for (long seq = 2; seq <= 3; seq++) {
            seen(client, "seen", other, seq);
            awaitRead(client, other, seq);
        }
    }

    private UUID open(String name, int messages) {
        UUID id = TestRooms.open(ann, name);
        rooms.say(id, ben, messages);
        return id;
    }

    private void markUnread(long seq) {
        ann.rest()
                .body(Map.of("seq", seq))
                .post("/api/rooms/{room}/unread", room)
                .then()
                .statusCode(204);
    }

    private long marker() {
        return ann.rest()
                .get("/api/me/unread")
                .then()
                .statusCode(200)
                .extract()
                .jsonPath()
                .getLong("rooms.find { it.roomId == '" + roomId + "' }.seq");
    }

    private static void seen(ChatClient client, String type, String room, long seq) {
        ObjectNode frame = JsonNodeFactory.instance.objectNode().put("type", type);
        frame.putObject("rooms").put(room, seq);
        client.socket().sendJson(frame);
    }

    private static void awaitRead(ChatClient client, String room, long seq) {
        JsonNode event = client.next("event");
        while (!event.path("kind").asText().equals("room.read")
                || !event.at("/data/room").asText().equals(room)
                || event.at("/data/seq").asLong() != seq) {
            event = client.next("event");
        }
    }
}
