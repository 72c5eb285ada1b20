package dev.confab.chat.layer;

import static dev.confab.local.test.Patience.await;
import static io.restassured.RestAssured.given;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.hamcrest.Matchers.empty;
import static org.hamcrest.Matchers.equalTo;
import static org.hamcrest.Matchers.hasItem;
import static org.hamcrest.Matchers.hasSize;
import static org.hamcrest.Matchers.not;
import static org.hamcrest.Matchers.nullValue;

import dev.confab.chat.testing.TestRooms;
import dev.confab.chat.testing.TestUser;
import dev.confab.common.kafka.KafkaClients;
import dev.confab.common.layer.ChannelLayer;
import dev.confab.common.layer.LayerConfig;
import dev.confab.common.layer.LayerTakenException;
import dev.confab.local.test.EmbeddedStackResource;
import io.micrometer.core.instrument.simple.SimpleMeterRegistry;
import io.quarkus.test.common.QuarkusTestResource;
import io.quarkus.test.common.ResourceArg;
import io.quarkus.test.junit.QuarkusTest;
import io.quarkus.test.junit.TestProfile;
import io.smallrye.config.PropertiesConfigSource;
import io.smallrye.config.SmallRyeConfigBuilder;
import jakarta.inject.Inject;
import java.awt.image.BufferedImage;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.sql.Connection;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.UUID;
import javax.imageio.ImageIO;
import javax.sql.DataSource;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;

@QuarkusTest
@TestProfile(LocalNode.class)
@QuarkusTestResource(value = EmbeddedStackResource.class, initArgs = @ResourceArg(name = "database", value = "chat"))
@Tag("CH-09")
class LocalLayerTest {

    private static final Duration PATIENCE = Duration.ofSeconds(60);

    @Inject
    DataSource database;

    @Inject
    KafkaClients kafka;

    private TestUser ann;
    private String room;
    private UUID roomId;

    @BeforeEach
    void openRoom() {
        ann = TestUser.register();
        room = TestRooms.uniqueName("local");
        roomId = TestRooms.open(ann, room);
    }

    @Test
    void isReadyWithoutKafkaAndLooksForNone() {
        // A database that answers late is told as down.
        await().atMost(PATIENCE)
                .untilAsserted(() -> given().get("/q/health/ready")
                        .then()
                        .statusCode(200)
                        .body("checks.name", hasItem("only node"))
                        .body("checks.name", not(hasItem("kafka"))));
        assertThatThrownBy(kafka::groupless).hasMessageContaining("confab.layer=local");
    }

    @Test
    void nothingPilesUpAndNothingIsForgotten() {
        for (int number = 0; number < 5; number++) {
            ann.rest()
                    .body(Map.of("clientMessageId", "m" + number, "text", "text " + number))
                    .post("/api/rooms/{room}/messages", room)
                    .then()
                    .statusCode(201);
        }
        ann.rest()
                .body(Map.of("title", "news", "text", "for all of you"))
                .post("/api/rooms/{room}/announcements", room)
                .then()
                .statusCode(201);
        await().atMost(PATIENCE).untilAsserted(() -> {
            assertThat(numbers("select count(*) from stream_outbox")).containsExactly(0L);
            assertThat(numbers("select count(*) from record_outbox")).containsExactly(0L);
            assertThat(numbers("select w.from_seq, w.to_seq - s.last_seq from stream_withheld w join stream s"
                            + " on s.id = w.stream_id where s.id = '" + roomId + "'"))
                    .containsExactly(1L, 0L);
        });
    }

    @Test
    void whatIsScheduledIsPostedWithoutAnotherService() {
        // To come when the service looks at it, or it is refused.
        await().atMost(PATIENCE)
                .untilAsserted(() -> ann.rest()
                        .body(Map.of(
                                "text",
                                "later",
                                "sendAt",
                                Instant.now().plusSeconds(4).toString()))
                        .post("/api/rooms/{room}/scheduled", room)
                        .then()
                        .statusCode(201));
        await().atMost(PATIENCE)
                .untilAsserted(() -> ann.rest()
                        .get("/api/rooms/{room}/messages", room)
                        .then()
                        .body("items.text", equalTo(List.of("later"))));
        await().atMost(PATIENCE)
                .untilAsserted(() -> ann.rest().get("/api/me/scheduled").then().body("items", empty()));
    }

    @Test
    void imagesAreFetchedAsTheyWereUploaded() throws IOException {
        ByteArrayOutputStream image = new ByteArrayOutputStream();
        ImageIO.write(new BufferedImage(40, 30, BufferedImage.TYPE_INT_RGB), "png", image);
        String id = ann.rest()
                .contentType("application/octet-stream")
                .header("X-File-Name", "drawing.png")
                .body(image.toByteArray())
                .post("/api/rooms/{room}/attachments", room)
                .then()
                .statusCode(201)
                .body("kind", equalTo("image"))
                .body("state", equalTo("ready"))
                .body("variants", nullValue())
                .extract()
                .path("id");
        ann.rest()
                .body(Map.of("clientMessageId", "m1", "text", "see", "attachments", List.of(id)))
                .post("/api/rooms/{room}/messages", room)
                .then()
                .statusCode(201);
        ann.rest().get("/api/rooms/{room}/messages", room).then().body("items[0].attachments", hasSize(1));
        byte[] fetched = ann.rest()
                .get("/media/{id}/original", id)
                .then()
                .statusCode(200)
                .extract()
                .asByteArray();
        assertThat(fetched).isEqualTo(image.toByteArray());
    }

    @Test
    void noNodeStartsBesideIt() {
        for (String kind : List.of("local", "kafka")) {
            LayerConfig settings = new SmallRyeConfigBuilder()
                    .addDiscoveredConverters()
                    .withMapping(LayerConfig.class)
                    .withSources(new PropertiesConfigSource(
                            Map.of("confab.layer", kind, "confab.layer.lease", "200ms"), "test", 500))
                    .build()
                    .getConfigMapping(LayerConfig.class);
            try (ChannelLayer another = new ChannelLayer(database, settings, new SimpleMeterRegistry(), _ -> {})) {
                assertThatThrownBy(another::enter).isInstanceOf(LayerTakenException.class);
            }
        }
    }

    private List<Long> numbers(String sql) throws SQLException {
        try (Connection connection = database.getConnection();
                Statement statement = connection.createStatement();
                ResultSet row = statement.executeQuery(sql)) {
            row.next();
            List<Long> values = new ArrayList<>();
            for (int column = 1; column <= row.getMetaData().getColumnCount(); column++) {
                values.add(row.getLong(column));
            }
            return values;
        }
    }
}
