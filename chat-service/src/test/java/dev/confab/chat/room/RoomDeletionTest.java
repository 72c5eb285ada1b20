package dev.confab.chat.room;

import static org.assertj.core.api.Assertions.assertThat;
import static org.hamcrest.Matchers.equalTo;
import static org.hamcrest.Matchers.hasSize;
import static org.hamcrest.Matchers.not;

import com.fasterxml.jackson.databind.JsonNode;
import dev.confab.chat.protocol.ChatClient;
import dev.confab.chat.testing.TestRooms;
import dev.confab.chat.testing.TestUser;
import dev.confab.client.socket.SocketAuth;
import dev.confab.client.socket.SocketClient;
import dev.confab.common.stream.StreamEvent;
import dev.confab.common.stream.StreamLog;
import dev.confab.local.test.EmbeddedStackResource;
import io.quarkus.test.common.QuarkusTestResource;
import io.quarkus.test.common.ResourceArg;
import io.quarkus.test.common.http.TestHTTPResource;
import io.quarkus.test.junit.QuarkusTest;
import jakarta.inject.Inject;
import java.net.URI;
import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.util.List;
import java.util.Map;
import java.util.UUID;
import javax.sql.DataSource;
import org.junit.jupiter.api.Test;

@QuarkusTest
@QuarkusTestResource(value = EmbeddedStackResource.class, initArgs = @ResourceArg(name = "database", value = "chat"))
class RoomDeletionTest {

    @TestHTTPResource("/ws")
    URI socket;

    @TestHTTPResource("/")
    URI server;

    @Inject
    DataSource database;

    @Inject
    StreamLog log;

    @Test
    void takesTheRoomAndAllThatWasSaidAway() throws SQLException {
        TestUser owner = TestUser.register();
        TestUser member = TestUser.register();
        String room = TestRooms.uniqueName("secret");
        UUID id = UUID.fromString(owner.rest()
                .body(Map.of("name", room, "visibility", "private"))
                .post("/api/rooms")
                .then()
                .statusCode(201)
                .extract()
                .path("id"));
        owner.rest()
                .body(Map.of("role", "member"))
                .put("/api/rooms/{room}/members/{name}", room, member.name())
                .then()
                .statusCode(201);
        member.rest().delete("/api/rooms/{room}", room).then().statusCode(403);

        try (ChatClient watching = ChatClient.greeted(socket, member.accessToken());
                SocketClient simple = SocketClient.connect(
                        server.resolve("/ws/chat/" + room + "/"), SocketAuth.bearer(member.accessToken()))) {
            simple.receiveType("user_join", ChatClient.PATIENCE);
            watching.join(room);
            watching.send(room, "hello");
            owner.rest().delete("/api/rooms/{room}", room).then().statusCode(204);

            JsonNode left = watching.next("left");
            assertThat(left.path("room").asText()).isEqualTo(room);
            assertThat(left.path("code").asText()).isEqualTo("room_deleted");
            assertThat(watching.send(room, "anybody?").path("code").asText()).isEqualTo("not_joined");
            assertThat(simple.closeCode(ChatClient.PATIENCE)).isEqualTo(4003);
        }

        for (TestUser one : List.of(owner, member)) {
            StreamEvent last = log.read(one.id(), 0, 100).getLast();
            assertThat(last.type()).isEqualTo("room.left");
            assertThat(last.data()).contains(id.toString()).containsPattern("\"reason\": ?\"deleted\"");
        }
        owner.rest().get("/api/rooms/{room}", room).then().statusCode(404);
        owner.rest().delete("/api/rooms/{room}", room).then().statusCode(404);
        assertThat(count("SELECT count(*) FROM stream_event WHERE stream_id = ?", id))
                .isZero();
        assertThat(count("SELECT count(*) FROM room_member WHERE room_id = ?", id))
                .isZero();

        // The name is free, and what comes under it is another room.
        member.rest().put("/api/rooms/{room}", room).then().statusCode(201).body("id", not(equalTo(id.toString())));
        member.rest().get("/api/rooms/{room}/messages", room).then().body("items", hasSize(0));
    }

    @Test
    void isForOwnersAndStaffInPublicRooms() throws SQLException {
        TestUser creator = TestUser.register();
        TestUser visitor = TestUser.register();
        TestUser staff = TestUser.registerStaff(database);
        String room = TestRooms.uniqueName("hall");
        creator.rest().put("/api/rooms/{room}", room).then().statusCode(201);
        visitor.rest().delete("/api/rooms/{room}", room).then().statusCode(403).body("code", equalTo("forbidden"));
        staff.rest().delete("/api/rooms/{room}", room).then().statusCode(204);
        creator.rest().put("/api/rooms/{room}", room).then().statusCode(201);
        creator.rest().delete("/api/rooms/{room}", room).then().statusCode(204);
        visitor.rest().get("/api/rooms/{room}", room).then().statusCode(404);
    }

    private long count(String query, UUID id) throws SQLException {
        try (Connection connection = database.getConnection();
                PreparedStatement statement = connection.prepareStatement(query)) {
            statement.setObject(1, id);
            try (ResultSet row = statement.executeQuery()) {
                row.next();
                return row.getLong(1);
            }
        }
    }
}
