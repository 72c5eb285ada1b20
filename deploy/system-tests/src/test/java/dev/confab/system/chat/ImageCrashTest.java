package dev.confab.system.chat;

import static dev.confab.local.test.Patience.await;
import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import dev.confab.client.connection.ConfabEvent;
import dev.confab.local.Suite;
import java.awt.Color;
import java.awt.GradientPaint;
import java.awt.Graphics2D;
import java.awt.image.BufferedImage;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.stream.Stream;
import javax.imageio.ImageIO;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;

/** An image on its way from an upload at one node to people at another, while the workers that process it are killed. */
@Tag("TK-08")
@Tag("CH-18")
class ImageCrashTest {
    private static final Duration PATIENCE = Duration.ofSeconds(90);
    private static final ObjectMapper JSON = new ObjectMapper();

    private final Suite suite = TwoNodeSuite.get();
    private final HttpClient http = HttpClient.newHttpClient();

    @AfterEach
    void startWorkers() {
        for (int worker : List.of(1, 2)) {
            if (!suite.task(worker).isRunning()) {
                suite.task(worker).start();
            }
        }
        http.close();
    }

    @Test
    void anImageWhoseWorkerIsKilledInTheMiddleIsFinishedOnce() throws Exception {
        String room = "images_" + Long.toString(System.nanoTime(), 36);
        try (Talker ann = Talker.register("ann", TwoNodeSuite.node(1));
                Talker ben = Talker.register("ben", TwoNodeSuite.node(2))) {
            ann.rest().rooms().getOrCreate(room);
            ann.join(room);
            ben.join(room);
            suite.task(2).kill();
            JsonNode uploaded =
                    call(ann, "POST", "/api/rooms/" + room + "/attachments", "image/jpeg", photograph(), 201);
            String id = uploaded.path("id").asText();
            byte[] message = JSON.writeValueAsBytes(JSON.createObjectNode()
                    .put("clientMessageId", "c1")
                    .put("text", "look")
                    .set("attachments", JSON.createArrayNode().add(id)));
            call(ann, "POST", "/api/rooms/" + room + "/messages", "application/json", message, 201);

            // The second step has begun to write.
            await().pollInterval(Duration.ofMillis(5)).atMost(PATIENCE).until(() -> variants(id) > 0);
            suite.task(1).kill();
            suite.task(2).start();

            await().atMost(PATIENCE).until(() -> !updates(ben, room).isEmpty());
            assertThat(updates(ben, room).getFirst().data().path("state").asText())
                    .isEqualTo("ready");
            for (String variant : List.of("original", "optimized", "small", "medium", "large")) {
                assertThat(fetch(ben, id, variant)).as(variant).isEqualTo(200);
            }
            suite.task(1).start();
            // What the killed worker had begun comes to nothing, and the room is told once.
            ann.say(room, "thanks");
            await().atMost(PATIENCE).until(() -> ben.heard(room).contains("thanks"));
            assertThat(updates(ben, room)).hasSize(1);
            assertThat(ben.gaps()).isEmpty();
            JsonNode history = call(ben, "GET", "/api/rooms/" + room + "/messages", "", new byte[0], 200);
            assertThat(history.at("/items/0/attachments/0/state").asText()).isEqualTo("ready");
        }
    }

    private static List<ConfabEvent> updates(Talker who, String room) {
        return who.seen(room).stream()
                .filter(event -> event.kind().equals("attachment.updated"))
                .toList();
    }

    /** How many objects there are besides the original. */
    private long variants(String id) throws IOException {
        Path folder = suite.dataDir()
                .resolve("files/attachments")
                .resolve(id.substring(id.length() - 2))
                .resolve(id);
        if (!Files.isDirectory(folder)) {
            return 0;
        }
        try (Stream<Path> files = Files.list(folder)) {
            return files.count() - 1;
        }
    }

    private int fetch(Talker who, String id, String variant) throws Exception {
        return http.send(
                        HttpRequest.newBuilder(TwoNodeSuite.node(2).resolve("/media/" + id + "/" + variant))
                                .header("Authorization", "Bearer " + token(who))
                                .build(),
                        HttpResponse.BodyHandlers.discarding())
                .statusCode();
    }

    private JsonNode call(Talker who, String method, String path, String type, byte[] body, int status)
            throws Exception {
        HttpRequest.Builder request = HttpRequest.newBuilder(
                        TwoNodeSuite.node(1).resolve(path))
                .header("Authorization", "Bearer " + token(who))
                .method(method, HttpRequest.BodyPublishers.ofByteArray(body));
        if (!type.isEmpty()) {
            request.header("Content-Type", type).header("X-File-Name", "photo.jpg");
        }
        HttpResponse<String> answer = http.send(request.build(), HttpResponse.BodyHandlers.ofString());
        assertThat(answer.statusCode()).as(answer.body()).isEqualTo(status);
        return JSON.readTree(answer.body());
    }

    private static String token(Talker who) {
        return who.rest().accessTokens().current();
    }

    /** Large enough that each step takes its time. */
    private static byte[] photograph() throws IOException {
        BufferedImage image = new BufferedImage(4800, 3200, BufferedImage.TYPE_INT_RGB);
        Graphics2D graphics = image.createGraphics();
        graphics.setPaint(new GradientPaint(0, 0, Color.ORANGE, 4800, 3200, Color.BLUE));
        graphics.fillRect(0, 0, 4800, 3200);
        graphics.dispose();
        ByteArrayOutputStream bytes = new ByteArrayOutputStream();
        ImageIO.write(image, "jpg", bytes);
        return bytes.toByteArray();
    }
}
