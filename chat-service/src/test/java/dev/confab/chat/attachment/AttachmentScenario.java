package dev.confab.chat.attachment;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.ObjectMapper;
import dev.confab.chat.testing.TestRooms;
import dev.confab.chat.testing.TestUser;
import dev.confab.local.test.EmbeddedStackResource;
import io.quarkus.test.common.QuarkusTestResource;
import io.quarkus.test.common.ResourceArg;
import io.quarkus.test.common.http.TestHTTPResource;
import io.restassured.response.Response;
import jakarta.inject.Inject;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.sql.Connection;
import java.sql.PreparedStatement;
import java.util.List;
import java.util.Map;
import java.util.UUID;
import javax.sql.DataSource;
import org.junit.jupiter.api.BeforeEach;

/** People in a room, and what they do with files. */
@QuarkusTestResource(value = EmbeddedStackResource.class, initArgs = @ResourceArg(name = "database", value = "chat"))
abstract class AttachmentScenario {

    @Inject
    ObjectMapper json;

    @Inject
    DataSource database;

    @TestHTTPResource
    URI server;

    TestUser alice;
    TestUser bob;
    String room;
    UUID roomId;

    @BeforeEach
    void openRoom() {
        alice = TestUser.register();
        bob = TestUser.register();
        room = TestRooms.uniqueName("files");
        roomId = open(room, "public");
    }

    UUID open(String name, String visibility) {
        return UUID.fromString(alice.rest()
                .body(Map.of("name", name, "visibility", visibility))
                .post("/api/rooms")
                .then()
                .statusCode(201)
                .extract()
                .path("id"));
    }

    String text(TestUser user) {
        return upload(user, room, "note.txt", "a note".getBytes(StandardCharsets.UTF_8))
                .then()
                .statusCode(201)
                .extract()
                .path("id");
    }

    Response upload(TestUser user, String to, String name, byte[] content) {
        return user.rest()
                .contentType("application/octet-stream")
                .header("X-File-Name", name)
                .body(content)
                .post("/api/rooms/{room}/attachments", to);
    }

    Response send(TestUser user, String clientMessageId, String text, String... attachments) {
        return user.rest()
                .body(Map.of("clientMessageId", clientMessageId, "text", text, "attachments", List.of(attachments)))
                .post("/api/rooms/{room}/messages", room);
    }

    static Response media(TestUser user, String id, String variant) {
        return user.rest().get("/media/{id}/{variant}", id, variant);
    }

    long count(String sql, Object parameter) throws Exception {
        try (Connection connection = database.getConnection();
                PreparedStatement query = connection.prepareStatement(sql)) {
            query.setObject(1, parameter);
            try (var rows = query.executeQuery()) {
                rows.next();
                return rows.getLong(1);
            }
        }
    }

    void update(String sql, Object parameter) throws Exception {
        try (Connection connection = database.getConnection();
                PreparedStatement statement = connection.prepareStatement(sql)) {
            statement.setObject(1, parameter);
            assertThat(statement.executeUpdate()).isEqualTo(1);
        }
    }
}
