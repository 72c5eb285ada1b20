package dev.confab.chat.attachment;

import static org.assertj.core.api.Assertions.assertThat;
import static org.hamcrest.Matchers.containsString;
import static org.hamcrest.Matchers.equalTo;
import static org.hamcrest.Matchers.hasSize;
import static org.hamcrest.Matchers.startsWith;

import dev.confab.chat.testing.TestRooms;
import dev.confab.chat.testing.TestUser;
import io.quarkus.test.junit.QuarkusTest;
import io.restassured.RestAssured;
import io.restassured.response.Response;
import io.restassured.response.ValidatableResponse;
import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** Uploading, sending and fetching files, and who may not. */
@QuarkusTest
@Tag("CH-18")
class AttachmentTest extends AttachmentScenario {

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
        try (HttpClient client = http()) {
            HttpResponse<String> chunked = client.send(
                    raw(HttpRequest.BodyPublishers.ofInputStream(() -> new ByteArrayInputStream(new byte[size]))),
                    HttpResponse.BodyHandlers.ofString());
            assertThat(chunked.statusCode()).isEqualTo(413);
            assertThat(json.readTree(chunked.body()).path("code").asText()).isEqualTo("payload_too_large");
            // Others, which are no uploads, may have less; what is cut off may be no JSON any more.
            HttpResponse<String> other = client.send(
                    HttpRequest.newBuilder(server.resolve("/api/rooms/" + room + "/messages"))
                            .header("Authorization", "Bearer " + alice.accessToken())
                            .header("Content-Type", "application/json")
                            .POST(HttpRequest.BodyPublishers.ofInputStream(
                                    () -> new ByteArrayInputStream(new byte[300_000])))
                            .build(),
                    HttpResponse.BodyHandlers.ofString());
            assertThat(other.statusCode()).isIn(400, 413);
        }
        try (HttpClient client = http()) {
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

    private HttpRequest raw(HttpRequest.BodyPublisher body) {
        return HttpRequest.newBuilder(server.resolve("/api/rooms/" + room + "/attachments"))
                .header("Authorization", "Bearer " + alice.accessToken())
                .header("Content-Type", "application/octet-stream")
                .POST(body)
                .build();
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

    /** As browsers and proxies come here. */
    private static HttpClient http() {
        return HttpClient.newBuilder().version(HttpClient.Version.HTTP_1_1).build();
    }
}
