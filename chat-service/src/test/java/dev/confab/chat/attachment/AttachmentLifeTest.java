package dev.confab.chat.attachment;

import static dev.confab.chat.account.People.as;
import static org.assertj.core.api.Assertions.assertThat;
import static org.hamcrest.Matchers.equalTo;
import static org.hamcrest.Matchers.nullValue;
import static org.hamcrest.Matchers.startsWith;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.confab.chat.account.People;
import dev.confab.chat.command.ChatCommandHandler;
import dev.confab.common.command.ChatCommand;
import dev.confab.common.event.CloudEvent;
import dev.confab.common.storage.ObjectStorage;
import dev.confab.common.stream.StreamEvent;
import dev.confab.common.stream.StreamLog;
import io.quarkus.arc.All;
import io.quarkus.test.junit.QuarkusTest;
import io.restassured.response.Response;
import jakarta.inject.Inject;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.UUID;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** What becomes of files: images that are processed, and what nobody can reach any more. */
@QuarkusTest
@Tag("CH-18")
class AttachmentLifeTest extends AttachmentScenario {

    @TempDir
    Path folder;

    @Inject
    StreamLog log;

    @Inject
    ObjectStorage storage;

    @Inject
    AttachmentSweep sweep;

    @Inject
    @All
    List<ChatCommandHandler> handlers;

    @Test
    @Tag("TK-08")
    void whatBecomesOfAnImageIsAnEventOnce() throws Exception {
        String id = upload(alice, room, "p.png", TestImages.png(40, 20))
                .then()
                .statusCode(201)
                .body("kind", equalTo("image"))
                .body("state", equalTo("processing"))
                .body("variants", nullValue())
                .extract()
                .path("id");
        Response sent =
                send(alice, "c1", "", id).then().statusCode(201).extract().response();
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
        Path variant = Files.write(folder.resolve("variant"), new byte[] {1, 2, 3, 4, 5});
        storage.put(AttachmentKeys.key(UUID.fromString(id), "small"), variant, "image/jpeg");

        List<JsonNode> updates = events("attachment.updated");
        assertThat(updates).hasSize(2);
        assertThat(updates.getFirst().path("state").asText()).isEqualTo("failed");
        assertThat(updates.getFirst().path("error").asText()).isEqualTo("image_unreadable");
        assertThat(updates.getLast().path("state").asText()).isEqualTo("ready");
        assertThat(updates.getLast().path("messageId").asText()).isEqualTo(sent.path("messageId"));
        assertThat(updates.getLast().path("seq").asInt()).isEqualTo(sent.<Integer>path("seq"));
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
        int seq = send(alice, "c1", "gone", deleted)
                .then()
                .statusCode(201)
                .extract()
                .path("seq");
        send(alice, "c2", "stays", kept).then().statusCode(201);
        // As deleting the message does it.
        update("UPDATE stream_event SET data = '{\"deleted\": true}' WHERE stream_id = ? AND seq = " + seq, roomId);
        media(bob, deleted, "original").then().statusCode(404);
        UUID nobodys = UUID.randomUUID();
        storage.put(AttachmentKeys.key(nobodys, "small"), Files.write(folder.resolve("x"), new byte[1]), "x/y");

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

    @Test
    void whatSomebodySentStaysWhenTheyAreGone() throws Exception {
        String sent = text(alice);
        send(alice, "c1", "read this", sent).then().statusCode(201);
        String unsent = text(alice);

        as(People.admin()).delete("/api/users/{user}", alice.name()).then().statusCode(204);

        Instant dayAfterTomorrow = Instant.now().plus(Duration.ofDays(2));
        sweep.sweep(dayAfterTomorrow);
        sweep.compare(dayAfterTomorrow);
        media(bob, sent, "original").then().statusCode(200);
        bob.rest().get("/api/rooms/{room}/messages", room).then().body("items[0].attachments[0].id", equalTo(sent));
        assertThat(stored(unsent)).isEmpty();
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
}
