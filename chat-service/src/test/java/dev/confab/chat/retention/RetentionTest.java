package dev.confab.chat.retention;

import static dev.confab.local.test.Patience.await;
import static org.assertj.core.api.Assertions.assertThat;
import static org.hamcrest.Matchers.contains;

import com.fasterxml.jackson.databind.JsonNode;
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
import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.UUID;
import javax.sql.DataSource;
import org.junit.jupiter.api.Test;

@QuarkusTest
@QuarkusTestResource(value = EmbeddedStackResource.class, initArgs = @ResourceArg(name = "database", value = "chat"))
class RetentionTest {

    @TestHTTPResource("/ws")
    URI socket;

    @Inject
    TestRooms rooms;

    @Inject
    RetentionService retention;

    @Inject
    RetentionConfig config;

    @Inject
    DataSource database;

    @Test
    void forgetsWhatIsTooOldAndSaysSoToWhoComesBack() throws SQLException {
        TestUser owner = TestUser.register();
        String room = TestRooms.uniqueName("room");
        UUID id = UUID.fromString(owner.rest().put("/api/rooms/{room}", room).path("id"));
        rooms.say(id, owner, 5);
        String epoch;
        try (ChatClient watching = ChatClient.greeted(socket, owner.accessToken())) {
            epoch = watching.join(room).path("epoch").asText();
            // Events 1 to 4 are the room's beginning and its first three messages.
            age(id, 4);
            assertThat(retention.forget(id))
                    .as("for ever until somebody says how long")
                    .isFalse();
            owner.rest()
                    .body(Map.of("retentionDays", 30))
                    .patch("/api/rooms/{room}", room)
                    .then()
                    .statusCode(200);

            // The node's own sweep may be the one that does it.
            await().atMost(Duration.ofSeconds(60)).until(() -> {
                retention.forget(id);
                return count("SELECT first_seq FROM stream WHERE id = ?", id) == 5;
            });
            assertThat(retention.forget(id)).as("once").isFalse();

            JsonNode event = watching.next("event");
            while (!event.path("kind").asText().equals("history.truncated")) {
                event = watching.next("event");
            }
            assertThat(event.at("/data/firstSeq").asLong()).isEqualTo(5);
        }
        owner.rest().get("/api/rooms/{room}/messages", room).then().body("items.text", contains("4", "5"));

        await().atMost(Duration.ofSeconds(60)).untilAsserted(() -> {
            try (ChatClient back = ChatClient.greeted(socket, owner.accessToken())) {
                assertThat(back.join(room, epoch, 2).path("recovered").asBoolean())
                        .isFalse();
            }
        });
        try (ChatClient back = ChatClient.greeted(socket, owner.accessToken())) {
            JsonNode joined = back.join(room, epoch, 5);
            assertThat(joined.path("recovered").asBoolean()).isTrue();
            assertThat(back.next("event").at("/data/text").asText()).isEqualTo("5");
        }
    }

    @Test
    void leavesNothingOfWhatBecameOfForgottenMessages() throws SQLException {
        TestUser owner = TestUser.register();
        String room = TestRooms.uniqueName("room");
        UUID id = UUID.fromString(owner.rest().put("/api/rooms/{room}", room).path("id"));
        rooms.say(id, owner, 3);
        List<String> messages = owner.rest()
                .get("/api/rooms/{room}/messages", room)
                .then()
                .extract()
                .path("items.messageId");
        for (String message : messages) {
            owner.rest()
                    .put("/api/rooms/{room}/messages/{message}/reactions/{emoji}", room, message, "\uD83D\uDC4D")
                    .then()
                    .statusCode(204);
        }
        assertThat(count("SELECT count(*) FROM message_reaction WHERE room_id = ?", id))
                .isEqualTo(3);
        // Events 1 to 3 are the room's beginning and its first two messages.
        age(id, 3);
        owner.rest()
                .body(Map.of("retentionDays", 30))
                .patch("/api/rooms/{room}", room)
                .then()
                .statusCode(200);
        await().atMost(Duration.ofSeconds(60)).untilAsserted(() -> {
            retention.forgetAll(id);
            assertThat(count("SELECT count(*) FROM message_state WHERE room_id = ?", id))
                    .isEqualTo(1);
        });
        assertThat(count("SELECT count(*) FROM message_reaction WHERE room_id = ?", id))
                .isEqualTo(1);
    }

    @Test
    void goesOnBehindABatchOfEventsThatOnlyTellOfForgetting() throws SQLException {
        TestUser owner = TestUser.register();
        String room = TestRooms.uniqueName("room");
        UUID id = UUID.fromString(owner.rest().put("/api/rooms/{room}", room).path("id"));
        int batch = config.batchSize();
        rooms.say(id, owner, batch + 3);
        // As in a room that was silent for long, while what had been said before was forgotten bit by bit.
        change("UPDATE stream_event SET type = 'history.truncated' WHERE stream_id = ? AND seq <= ?", id, batch + 1);
        age(id, batch + 2);
        owner.rest()
                .body(Map.of("retentionDays", 30))
                .patch("/api/rooms/{room}", room)
                .then()
                .statusCode(200);

        await().atMost(Duration.ofSeconds(60)).until(() -> {
            retention.forgetAll(id);
            return count("SELECT first_seq FROM stream WHERE id = ?", id) == batch + 3;
        });
        assertThat(retention.forget(id)).as("the rest is young").isFalse();
    }

    private long count(String query, UUID room) throws SQLException {
        try (Connection connection = database.getConnection();
                PreparedStatement statement = connection.prepareStatement(query)) {
            statement.setObject(1, room);
            try (ResultSet row = statement.executeQuery()) {
                row.next();
                return row.getLong(1);
            }
        }
    }

    /** Makes the first events forty days older. */
    private void age(UUID room, long upTo) throws SQLException {
        change(
                "UPDATE stream_event SET created_at = created_at - interval '40 days' WHERE stream_id = ? AND seq <= ?",
                room,
                upTo);
    }

    private void change(String statement, UUID room, long upTo) throws SQLException {
        try (Connection connection = database.getConnection();
                PreparedStatement update = connection.prepareStatement(statement)) {
            update.setObject(1, room);
            update.setLong(2, upTo);
            update.executeUpdate();
        }
    }
}
