package dev.confab.chat.attachment;

import static org.assertj.core.api.Assertions.assertThat;
import static org.hamcrest.Matchers.containsString;
import static org.hamcrest.Matchers.equalTo;
import static org.hamcrest.Matchers.hasSize;
import static org.hamcrest.Matchers.nullValue;
import static org.hamcrest.Matchers.startsWith;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.confab.chat.command.ChatCommandHandler;
import dev.confab.chat.testing.TestRooms;
import dev.confab.chat.testing.TestUser;
import dev.confab.common.command.ChatCommand;
import dev.confab.common.event.CloudEvent;
import dev.confab.common.storage.ObjectStorage;
import dev.confab.common.stream.StreamEvent;
import dev.confab.common.stream.StreamLog;
import dev.confab.local.test.EmbeddedStackResource;
import io.quarkus.arc.All;
import io.quarkus.test.common.QuarkusTestResource;
import io.quarkus.test.common.ResourceArg;
import io.quarkus.test.common.http.TestHTTPResource;
import io.quarkus.test.junit.QuarkusTest;
import io.restassured.RestAssured;
import io.restassured.response.Response;
import io.restassured.response.ValidatableResponse;
import jakarta.inject.Inject;
import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.sql.Connection;
import java.sql.PreparedStatement;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.UUID;
import javax.sql.DataSource;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

@QuarkusTest
@QuarkusTestResource(value = EmbeddedStackResource.class, initArgs = @ResourceArg(name = "database", value = "chat"))
@Tag("CH-18")
class AttachmentTest {

    @Inject
    ObjectMapper json;

    @Inject
    StreamLog log;

    @Inject
    DataSource database;

    @Inject
    ObjectStorage storage;

    @Inject
    AttachmentSweep sweep;

    @Inject
    @All
    List<ChatCommandHandler> handlers;

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

    @Test
    void aFileIsFetchedByWhoReadsTheRoomOnceItIsSent() {
        byte[] content = "minutes of the meeting".getBytes(StandardCharsets.UTF_8);
        ValidatableResponse uploaded = upload(alice, room, "Besprechung%20%C3%BC.txt", content)
                .then()
                .statusCode(201)
                .body("name", equalTo("Besprechung \u00fc.txt"))
                .body("size", equalTo(content.length))
                .body("contentType", equalTo("text/plain"))
                .body("kind", equalTo("file"))
                .body("state", equalTo("ready"));
        String id = uploaded.extract().path("id");
        media(bob, id, "original").then().statusCode(404).body("code", equalTo("attachment_not_found"));
        media(alice, id, "original").then().statusCode(200);

        send(alice, "c1", "", id).then().statusCode(201);

        bob.rest()
                .get("/api/rooms/{room}/messages", room)
                .then()
                .body("items[0].text", equalTo(""))
                .body("items[0].attachments", hasSize(1))
                .body("items[0].attachments[0].id", equalTo(id))
                .body("items[0].attachments[0].state", equalTo("ready"));
        Response fetched = media(bob, id, "original");
        assertThat(fetched.statusCode()).isEqualTo(200);
        assertThat(fetched.asByteArray()).isEqualTo(content);
        fetched.then()
                .header("Content-Type", startsWith("text/plain"))
                .header("Content-Length", Integer.toString(content.length))
                .header(
                        "Content-Disposition",
                        equalTo(
                                "attachment; filename=\"Besprechung _.txt\"; filename*=UTF-8''Besprechung%20%C3%BC.txt"))
                .header("X-Content-Type-Options", "nosniff")
                .header("Content-Security-Policy", containsString("sandbox"))
                .header("Cache-Control", "private, no-cache");
        bob.rest()
                .header("If-None-Match", fetched.header("ETag"))
                .get("/media/{id}/original", id)
                .then()
                .statusCode(304);
        assertThat(part(bob, id, "bytes=3-6", 206)).isEqualTo("utes");
        assertThat(part(bob, id, "bytes=-7", 206)).isEqualTo("meeting");
        assertThat(part(bob, id, "bytes=15-", 206)).isEqualTo("meeting");
        assertThat(part(bob, id, "bytes=0-3,5-6", 200)).hasSize(content.length);
        part(bob, id, "bytes=500-", 416);
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "photo.png | <!DOCTYPE html><html><script>alert(1)</script></html> | attachment_type_mismatch",
                "photo.jpg | just words | attachment_type_mismatch",
                "report.pdf | <html><body>hello</body></html> | attachment_type_mismatch",
                "tool.bin | MZ\u0090 | attachment_type_refused"
            })
    void refusesWhatIsNotWhatItSaysAndPrograms(String name, String content, String code) {
        byte[] bytes = name.equals("tool.bin") ? program() : content.getBytes(StandardCharsets.UTF_8);
        upload(alice, room, name, bytes).then().statusCode(415).body("code", equalTo(code));
    }

    @Test
    void drawingsThatCanRunScriptsAreSavedAndNeverShown() {
        String svg = "<svg xmlns=\"http://www.w3.org/2000/svg\"><script>alert(1)</script></svg>";
        String id = upload(alice, room, "logo.svg", svg.getBytes(StandardCharsets.UTF_8))
                .then()
                .statusCode(201)
                .body("kind", equalTo("file"))
                .extract()
                .path("id");

        media(alice, id, "original")
                .then()
                .statusCode(200)
                .header("Content-Type", startsWith("image/svg+xml"))
                .header("Content-Disposition", startsWith("attachment;"))
                .header("Content-Security-Policy", containsString("default-src 'none'; sandbox"));
    }

    @Test
    void imageBombsAreRefusedByTheirHeader() {
        upload(alice, room, "bomb.png", TestImages.claiming(60_000, 60_000))
                .then()
                .statusCode(422)
                .body("code", equalTo("image_too_large"));
        upload(alice, room, "none.png", TestImages.claiming(0, 10))
                .then()
                .statusCode(422)
                .body("code", equalTo("image_unreadable"));
    }

    @Test
    void whatIsTooLargeIsRefusedAnnouncedOrNotAndLeavesNothing(@TempDir Path folder) throws Exception {
        int size = 3 * 1024 * 1024;
        Path file = Files.write(folder.resolve("large.bin"), new byte[size]);
        try (HttpClient client = HttpClient.newHttpClient()) {
            HttpResponse<String> chunked = client.send(
                    raw(HttpRequest.BodyPublishers.ofInputStream(() -> new ByteArrayInputStream(new byte[size]))),
                    HttpResponse.BodyHandlers.ofString());
            assertThat(chunked.statusCode()).isEqualTo(413);
            assertThat(json.readTree(chunked.body()).path("code").asText()).isEqualTo("payload_too_large");
            // Others, which are no uploads, may have less.
            HttpResponse<String> other = client.send(
                    HttpRequest.newBuilder(server.resolve("/api/rooms/" + room + "/messages"))
                            .header("Authorization", "Bearer " + alice.accessToken())
                            .header("Content-Type", "application/json")
                            .POST(HttpRequest.BodyPublishers.ofInputStream(
                                    () -> new ByteArrayInputStream(new byte[300_000])))
                            .build(),
                    HttpResponse.BodyHandlers.ofString());
            assertThat(other.statusCode()).isEqualTo(413);
        }
        try (HttpClient client = HttpClient.newHttpClient()) {
            HttpResponse<String> announced =
                    client.send(raw(HttpRequest.BodyPublishers.ofFile(file)), HttpResponse.BodyHandlers.ofString());
            assertThat(announced.statusCode()).isEqualTo(413);
        } catch (IOException closedWhileSending) {
            // The server closes the connection without reading what it will not take.
            assertThat(closedWhileSending).isNotNull();
        }
        assertThat(count("SELECT count(*) FROM attachment WHERE owner_id = ?", alice.id()))
                .isZero();
        upload(alice, room, "empty.txt", new byte[0]).then().statusCode(400);
    }

    @Test
    void aFileIsSentOnceByWhoUploadedItToItsRoom() {
        String id = text(alice);
        send(bob, "c1", "mine now", id).then().statusCode(404).body("code", equalTo("attachment_not_found"));
        String elsewhere = TestRooms.uniqueName("other");
        open(elsewhere, "public");
        alice.rest()
                .body(Map.of("clientMessageId", "c0", "text", "x", "attachments", List.of(id)))
                .post("/api/rooms/{room}/messages", elsewhere)
                .then()
                .statusCode(404);

        String first =
                send(alice, "c1", "look", id).then().statusCode(201).extract().path("messageId");
        send(alice, "c1", "look", id)
                .then()
                .statusCode(200)
                .body("duplicate", equalTo(true))
                .body("messageId", equalTo(first));
        send(alice, "c2", "again", id).then().statusCode(404);
        alice.rest()
                .delete("/api/rooms/{room}/attachments/{id}", room, id)
                .then()
                .statusCode(404);
        bob.rest()
                .get("/api/rooms/{room}/messages", room)
                .then()
                .body("items", hasSize(1))
                .body("items[0].attachments[0].id", equalTo(id));
    }

    @Test
    void inAPrivateRoomItDoesNotExistForStrangers() {
        String closed = TestRooms.uniqueName("private");
        open(closed, "private");
        String id = upload(alice, closed, "a.txt", "a".getBytes(StandardCharsets.UTF_8))
                .then()
                .statusCode(201)
                .extract()
                .path("id");
        alice.rest()
                .body(Map.of("clientMessageId", "c1", "text", "x", "attachments", List.of(id)))
                .post("/api/rooms/{room}/messages", closed)
                .then()
                .statusCode(201);

        media(alice, id, "original").then().statusCode(200);
        media(bob, id, "original").then().statusCode(404).body("code", equalTo("attachment_not_found"));
        upload(bob, closed, "b.txt", new byte[] {1}).then().statusCode(404);
        RestAssured.given().get("/media/{id}/original", id).then().statusCode(401);
    }

    @Test
    void whatBecomesOfAnImageIsAnEventOnce() throws Exception {
        String id = upload(alice, room, "p.png", TestImages.png(40, 20))
                .then()
                .statusCode(201)
                .body("kind", equalTo("image"))
                .body("state", equalTo("processing"))
                .body("variants", nullValue())
                .extract()
                .path("id");
        String message =
                send(alice, "c1", "", id).then().statusCode(201).extract().path("messageId");
        media(alice, id, "small").then().statusCode(404);

        ObjectNode done =
                CloudEvent.object().put("attachmentId", id).put("width", 40).put("height", 20);
        done.putObject("variants")
                .putObject("small")
                .put("width", 40)
                .put("height", 20)
                .put("size", 5)
                .put("contentType", "image/jpeg");
        command("attachment.failed", CloudEvent.object().put("attachmentId", id).put("error", "image_unreadable"));
        command("attachment.processed", done);
        command("attachment.processed", done);
        command("attachment.failed", CloudEvent.object().put("attachmentId", id).put("error", "late"));
        Path variant = Files.write(Files.createTempFile("variant", null), new byte[] {1, 2, 3, 4, 5});
        storage.put(AttachmentKeys.key(UUID.fromString(id), "small"), variant, "image/jpeg");

        List<JsonNode> updates = events("attachment.updated");
        assertThat(updates).hasSize(2);
        assertThat(updates.getFirst().path("state").asText()).isEqualTo("failed");
        assertThat(updates.getFirst().path("error").asText()).isEqualTo("image_unreadable");
        assertThat(updates.getLast().path("state").asText()).isEqualTo("ready");
        assertThat(updates.getLast().path("messageId").asText()).isEqualTo(message);
        assertThat(updates.getLast().path("seq").asLong()).isEqualTo(2);
        bob.rest()
                .get("/api/rooms/{room}/messages", room)
                .then()
                .body("items[0].attachments[0].state", equalTo("ready"))
                .body("items[0].attachments[0].variants.small.width", equalTo(40));
        media(bob, id, "small")
                .then()
                .statusCode(200)
                .header("Content-Type", equalTo("image/jpeg"))
                .header("Content-Disposition", startsWith("inline;"));
    }

    @Test
    void whatNobodyCanReachIsRemoved() throws Exception {
        String forgotten = text(alice);
        String deleted = text(alice);
        String kept = text(alice);
        send(alice, "c1", "gone", deleted).then().statusCode(201);
        send(alice, "c2", "stays", kept).then().statusCode(201);
        // As deleting the message does it.
        update("UPDATE stream_event SET data = '{\"deleted\": true}' WHERE stream_id = ? AND seq = 2", roomId);
        media(bob, deleted, "original").then().statusCode(404);
        UUID nobodys = UUID.randomUUID();
        storage.put(
                AttachmentKeys.key(nobodys, "small"), Files.write(Files.createTempFile("x", null), new byte[1]), "x/y");

        Instant dayAfterTomorrow = Instant.now().plus(Duration.ofDays(2));
        sweep.sweep(dayAfterTomorrow);
        sweep.compare(dayAfterTomorrow);

        assertThat(stored(forgotten)).isEmpty();
        assertThat(stored(deleted)).isEmpty();
        assertThat(stored(nobodys.toString())).isEmpty();
        assertThat(stored(kept)).hasSize(1);
        media(bob, kept, "original").then().statusCode(200);
        media(alice, forgotten, "original").then().statusCode(404);
        alice.rest().delete("/api/rooms/{room}", room);
        media(bob, kept, "original").then().statusCode(404);
    }

    private UUID open(String name, String visibility) {
        return UUID.fromString(alice.rest()
                .body(Map.of("visibility", visibility))
                .put("/api/rooms/{room}", name)
                .then()
                .statusCode(201)
                .extract()
                .path("id"));
    }

    private String text(TestUser user) {
        return upload(user, room, "note.txt", "a note".getBytes(StandardCharsets.UTF_8))
                .then()
                .statusCode(201)
                .extract()
                .path("id");
    }

    private Response upload(TestUser user, String to, String name, byte[] content) {
        return user.rest()
                .contentType("application/octet-stream")
                .header("X-File-Name", name)
                .body(content)
                .post("/api/rooms/{room}/attachments", to);
    }

    private HttpRequest raw(HttpRequest.BodyPublisher body) {
        return HttpRequest.newBuilder(server.resolve("/api/rooms/" + room + "/attachments"))
                .header("Authorization", "Bearer " + alice.accessToken())
                .header("Content-Type", "application/octet-stream")
                .POST(body)
                .build();
    }

    private Response send(TestUser user, String clientMessageId, String text, String... attachments) {
        return user.rest()
                .body(Map.of("clientMessageId", clientMessageId, "text", text, "attachments", List.of(attachments)))
                .post("/api/rooms/{room}/messages", room);
    }

    private static Response media(TestUser user, String id, String variant) {
        return user.rest().get("/media/{id}/{variant}", id, variant);
    }

    private static String part(TestUser user, String id, String range, int status) {
        return user.rest()
                .header("Range", range)
                .get("/media/{id}/original", id)
                .then()
                .statusCode(status)
                .extract()
                .asString();
    }

    private void command(String kind, ObjectNode data) throws Exception {
        ChatCommandHandler handler = handlers.stream()
                .filter(one -> one.kind().equals(kind))
                .findFirst()
                .orElseThrow();
        handler.handle(ChatCommand.ofTask(kind, roomId, data, null, null));
    }

    private List<JsonNode> events(String type) throws Exception {
        List<JsonNode> found = new ArrayList<>();
        for (StreamEvent event : log.read(roomId, 0, 100)) {
            if (event.type().equals(type)) {
                found.add(json.readTree(event.data()));
            }
        }
        return found;
    }

    private List<?> stored(String id) throws Exception {
        String folder = AttachmentKeys.folder(UUID.fromString(id));
        return storage.list(folder.substring(0, folder.length() - 1));
    }

    private long count(String sql, Object parameter) throws Exception {
        try (Connection connection = database.getConnection();
                PreparedStatement query = connection.prepareStatement(sql)) {
            query.setObject(1, parameter);
            try (var rows = query.executeQuery()) {
                rows.next();
                return rows.getLong(1);
            }
        }
    }

    private void update(String sql, Object parameter) throws Exception {
        try (Connection connection = database.getConnection();
                PreparedStatement statement = connection.prepareStatement(sql)) {
            statement.setObject(1, parameter);
            assertThat(statement.executeUpdate()).isEqualTo(1);
        }
    }

    /** The beginning of a program for Windows. */
    private static byte[] program() {
        byte[] bytes = new byte[512];
        bytes[0] = 'M';
        bytes[1] = 'Z';
        bytes[0x3c] = (byte) 0x80;
        bytes[0x80] = 'P';
        bytes[0x81] = 'E';
        return bytes;
    }
}
