package dev.confab.task.worker;

import static dev.confab.local.test.Patience.await;
import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.confab.common.storage.ObjectStorage;
import dev.confab.common.storage.StorageConfig;
import dev.confab.common.task.TaskRequest;
import dev.confab.common.task.TaskStep;
import dev.confab.local.test.EmbeddedStackResource;
import dev.confab.local.test.TokenIssuerResource;
import dev.confab.task.lifecycle.TaskState;
import io.quarkus.test.common.QuarkusTestResource;
import io.quarkus.test.common.ResourceArg;
import io.quarkus.test.junit.QuarkusTest;
import jakarta.inject.Inject;
import java.awt.Color;
import java.awt.Graphics2D;
import java.awt.image.BufferedImage;
import java.io.ByteArrayInputStream;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.InputStream;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.List;
import java.util.UUID;
import javax.imageio.ImageIO;
import org.eclipse.microprofile.config.inject.ConfigProperty;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** The chain of an uploaded image, from the request on the queue to the commands for chat-service. */
@QuarkusTest
@QuarkusTestResource(value = EmbeddedStackResource.class, initArgs = @ResourceArg(name = "database", value = "task"))
@QuarkusTestResource(TokenIssuerResource.class)
@Tag("TK-08")
class ImageChainTest {
    private static final ObjectMapper JSON = new ObjectMapper();
    private static final String SECRET_PLACE = "52N13E";

    private final TaskCalls tasks;
    private final ObjectStorage storage;
    private final StorageConfig files;
    private final int maxRetries;

    private final UUID attachment = UUID.randomUUID();
    private final UUID room = UUID.randomUUID();

    @TempDir
    Path folder;

    @Inject
    ImageChainTest(
            TaskCalls tasks,
            ObjectStorage storage,
            StorageConfig files,
            @ConfigProperty(name = "confab.images.max-retries") int maxRetries) {
        this.tasks = tasks;
        this.storage = storage;
        this.files = files;
        this.maxRetries = maxRetries;
    }

    @Test
    void aPhotographBecomesUprightVariantsThatDoNotTellWhereItWasTaken() throws Exception {
        store(photograph());
        submit("image/jpeg");

        JsonNode done = command("attachment.processed");
        assertThat(done.path("attachmentId").asText()).isEqualTo(attachment.toString());
        // Stored lying on its side, 2400 x 1600.
        assertThat(done.path("width").asInt()).isEqualTo(1600);
        assertThat(done.path("height").asInt()).isEqualTo(2400);
        assertSize(done, "small", 107, 160);
        assertSize(done, "medium", 320, 480);
        assertSize(done, "large", 853, 1280);
        assertSize(done, "optimized", 1280, 1920);
        for (String variant : List.of("small", "medium", "large", "optimized")) {
            byte[] bytes = variant(variant);
            assertThat(new String(bytes, StandardCharsets.ISO_8859_1))
                    .as(variant)
                    .doesNotContain("Exif")
                    .doesNotContain(SECRET_PLACE);
            assertThat(done.at("/variants/" + variant + "/size").asInt()).isEqualTo(bytes.length);
            BufferedImage image = ImageIO.read(new ByteArrayInputStream(bytes));
            // The red corner was stored at the left of the bottom, which orientation 6 puts to the left of the top.
            assertThat(new Color(image.getRGB(3, 3)).getRed()).as(variant).isGreaterThan(200);
            assertThat(new Color(image.getRGB(image.getWidth() - 4, image.getHeight() - 4)).getRed())
                    .isLessThan(60);
        }
        assertThat(commands("attachment.progress"))
                .extracting(notice -> notice.path("step").asText() + " "
                        + notice.path("percent").asInt())
                .containsExactly("image-validate 25", "image-thumbnails 75");
        assertThat(commands("attachment.failed")).isEmpty();
    }

    @Test
    void whatIsTransparentStaysSo() throws Exception {
        BufferedImage glass = new BufferedImage(50, 40, BufferedImage.TYPE_INT_ARGB);
        glass.setRGB(10, 10, Color.GREEN.getRGB());
        store(encoded(glass, "png"));
        submit("image/png");

        JsonNode done = command("attachment.processed");
        assertSize(done, "small", 50, 40);
        assertThat(done.at("/variants/small/contentType").asText()).isEqualTo("image/png");
        BufferedImage image = ImageIO.read(new ByteArrayInputStream(variant("optimized")));
        assertThat(image.getRGB(30, 30) >>> 24).isZero();
    }

    @Test
    void aDamagedImageIsReportedOnceAndItsStepIsADeadLetter() throws Exception {
        // The header is whole, so that only decoding finds it.
        store(Arrays.copyOf(encoded(noise(400), "png"), 3000));
        UUID id = submit("image/png");

        JsonNode failed = command("attachment.failed");
        assertThat(failed.path("attachmentId").asText()).isEqualTo(attachment.toString());
        assertThat(failed.path("error").asText()).isEqualTo("image_unreadable");
        assertThat(tasks.ended(id).state()).isEqualTo(TaskState.FAILED);
        await().atMost(TaskCalls.LONG)
                .untilAsserted(() -> assertThat(TaskTopicsProbe.read(
                                "confab.tasks.media.dlt", record -> record.key().equals(id.toString())))
                        .hasSize(1));
        assertThat(commands("attachment.failed")).hasSize(1);
        assertThat(commands("attachment.processed")).isEmpty();
    }

    @Test
    void aStorageThatIsAwayForLongerThanAllRetriesLosesNothing() throws Exception {
        // Where the folder of the image belongs there is something that cannot be read as one.
        Path obstacle = files.directory().resolve(folderOf());
        Files.createDirectories(obstacle.getParent());
        Files.createFile(obstacle);
        UUID id = submit("image/jpeg");
        await().atMost(TaskCalls.LONG)
                .until(() -> tasks.now(id).attempt() > maxRetries + 1
                        && tasks.now(id).state() == TaskState.RETRY);

        Files.delete(obstacle);
        store(photograph());
        command("attachment.processed");
        assertThat(commands("attachment.failed")).isEmpty();
    }

    private UUID submit(String contentType) {
        ObjectNode payload = JSON.createObjectNode()
                .put("attachmentId", attachment.toString())
                .put("roomId", room.toString());
        ObjectNode failure = payload.deepCopy();
        payload.put("source", folderOf() + "original").put("target", folderOf()).put("contentType", contentType);
        return tasks.submit(TaskRequest.of("image-validate", payload, "/test")
                        .onQueue("media")
                        .then(List.of(
                                TaskStep.of("image-thumbnails", "media", payload),
                                TaskStep.of("image-optimize", "media", payload)))
                        .orElse(TaskStep.of("image-failed", "media", failure)))
                .id();
    }

    private String folderOf() {
        return "attachments/00/" + attachment + "/";
    }

    private void store(byte[] original) throws IOException {
        storage.put(folderOf() + "original", Files.write(folder.resolve("original"), original), "image/jpeg");
    }

    private byte[] variant(String name) throws IOException {
        try (InputStream content = storage.open(folderOf() + name, 0, Long.MAX_VALUE)) {
            return content.readAllBytes();
        }
    }

    private static void assertSize(JsonNode done, String variant, int width, int height) {
        JsonNode found = done.path("variants").path(variant);
        assertThat(found.path("width").asInt()).as(variant).isEqualTo(width);
        assertThat(found.path("height").asInt()).as(variant).isEqualTo(height);
    }

    private JsonNode command(String kind) {
        await().atMost(TaskCalls.LONG).until(() -> !commands(kind).isEmpty());
        return commands(kind).getFirst();
    }

    /** What chat-service is told of this room. */
    private List<JsonNode> commands(String kind) {
        return TaskTopicsProbe.read(
                        "confab.chat.commands", record -> room.toString().equals(record.key()))
                .stream()
                .map(record -> {
                    try {
                        return JSON.readTree(record.value());
                    } catch (IOException impossible) {
                        throw new IllegalStateException(impossible);
                    }
                })
                .filter(event -> event.path("type").asText().equals("dev.confab.chat.command." + kind))
                .map(event -> event.path("data"))
                .toList();
    }

    /** A camera held upright: pixels on their side, EXIF that says so, and where it was. */
    private static byte[] photograph() throws IOException {
        BufferedImage image = new BufferedImage(2400, 1600, BufferedImage.TYPE_INT_RGB);
        Graphics2D graphics = image.createGraphics();
        graphics.setColor(new Color(20, 60, 120));
        graphics.fillRect(0, 0, 2400, 1600);
        graphics.setColor(new Color(240, 10, 10));
        graphics.fillRect(0, 1200, 400, 400);
        graphics.dispose();
        byte[] jpeg = encoded(image, "jpg");
        byte[] place = (SECRET_PLACE + "\0").getBytes(StandardCharsets.US_ASCII);
        ByteBuffer exif = ByteBuffer.allocate(6 + 8 + 2 + 2 * 12 + 4 + place.length);
        exif.put("Exif\0\0".getBytes(StandardCharsets.US_ASCII));
        exif.put("MM".getBytes(StandardCharsets.US_ASCII)).putShort((short) 42).putInt(8);
        exif.putShort((short) 2);
        exif.putShort((short) 0x010e).putShort((short) 2).putInt(place.length).putInt(8 + 2 + 2 * 12 + 4);
        exif.putShort((short) 0x0112)
                .putShort((short) 3)
                .putInt(1)
                .putShort((short) 6)
                .putShort((short) 0);
        exif.putInt(0).put(place);
        ByteArrayOutputStream whole = new ByteArrayOutputStream();
        whole.write(jpeg, 0, 2);
        int length = exif.capacity() + 2;
        whole.write(new byte[] {(byte) 0xff, (byte) 0xe1, (byte) (length >> 8), (byte) length});
        whole.write(exif.array());
        whole.write(jpeg, 2, jpeg.length - 2);
        return whole.toByteArray();
    }

    private static BufferedImage noise(int size) {
        BufferedImage image = new BufferedImage(size, size, BufferedImage.TYPE_INT_RGB);
        for (int i = 0; i < size * size; i++) {
            image.setRGB(i % size, i / size, i * 2654435 ^ (i << 7));
        }
        return image;
    }

    private static byte[] encoded(BufferedImage image, String format) throws IOException {
        ByteArrayOutputStream bytes = new ByteArrayOutputStream();
        ImageIO.write(image, format, bytes);
        return bytes.toByteArray();
    }
}
