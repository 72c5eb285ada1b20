package dev.confab.chat.scheduled;

import static dev.confab.local.test.Patience.await;
import static org.assertj.core.api.Assertions.assertThat;
import static org.hamcrest.Matchers.equalTo;
import static org.hamcrest.Matchers.hasItem;
import static org.hamcrest.Matchers.hasSize;
import static org.hamcrest.Matchers.not;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.confab.chat.message.MessageRequest;
import dev.confab.chat.message.MessageService;
import dev.confab.chat.room.RoomKind;
import dev.confab.chat.room.RoomRef;
import dev.confab.chat.room.Visibility;
import dev.confab.chat.testing.TestRooms;
import dev.confab.chat.testing.TestUser;
import dev.confab.chat.testing.TopicReader;
import dev.confab.common.command.ChatCommand;
import dev.confab.common.command.ChatCommandCodec;
import dev.confab.common.event.CloudEvent;
import dev.confab.common.event.EventTopics;
import dev.confab.common.kafka.RecordHeaders;
import dev.confab.common.outbox.Outbox;
import dev.confab.common.outbox.OutboxRecord;
import dev.confab.common.stream.StreamEvent;
import dev.confab.common.stream.StreamLog;
import dev.confab.common.task.TaskRequest;
import dev.confab.common.task.TaskRequestCodec;
import dev.confab.common.task.TaskTopics;
import dev.confab.local.test.EmbeddedStackResource;
import io.quarkus.narayana.jta.QuarkusTransaction;
import io.quarkus.test.common.QuarkusTestResource;
import io.quarkus.test.common.ResourceArg;
import io.quarkus.test.junit.QuarkusTest;
import io.restassured.path.json.JsonPath;
import jakarta.inject.Inject;
import java.nio.charset.StandardCharsets;
import java.sql.Connection;
import java.sql.PreparedStatement;
import java.time.Duration;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.List;
import java.util.Map;
import java.util.UUID;
import javax.sql.DataSource;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;

/** What is scheduled is posted when task-worker says that it is due: once, by whatever way it comes. */
@QuarkusTest
@QuarkusTestResource(value = EmbeddedStackResource.class, initArgs = @ResourceArg(name = "database", value = "chat"))
@Tag("CH-17")
class ScheduledMessageTest {

    private static final Duration PATIENCE = Duration.ofSeconds(60);

    @Inject
    StreamLog log;

    @Inject
    Outbox outbox;

    @Inject
    MessageService messages;

    @Inject
    DataSource database;

    @Inject
    ObjectMapper json;

    TestUser ann;
    String room;
    UUID roomId;

    @BeforeEach
    void openRoom() {
        ann = TestUser.register();
        room = TestRooms.uniqueName("room");
        roomId = TestRooms.open(ann, room);
    }

    @Test
    void isPostedOnceHoweverOftenItIsDue() throws Exception {
        Instant at = Instant.now().plus(2, ChronoUnit.HOURS).truncatedTo(ChronoUnit.MILLIS);
        UUID id = schedule("see you", at);
        assertThat(taskOf(id).dueAt()).isEqualTo(at);
        ann.rest().get("/api/me/scheduled").then().body("items", hasSize(1)).body("items[0].state", equalTo("pending"));

        due(id, 1);
        due(id, 1);
        JsonNode sent = awaitEvent("scheduled.sent");
        due(id, 1);
        UUID marker = schedule("afterwards", at);
        due(marker, 1);
        await().atMost(PATIENCE).until(() -> posted("afterwards").size() == 1);

        assertThat(posted("see you")).hasSize(1);
        assertThat(sent.path("id").asText()).isEqualTo(id.toString());
        assertThat(sent.path("messageId").asText())
                .isEqualTo(posted("see you").getFirst().eventId().toString());
        await().atMost(PATIENCE)
                .untilAsserted(() -> ann.rest().get("/api/me/scheduled").then().body("items", hasSize(0)));
    }

    @Test
    void aNewTimeMakesTheOldTaskVoid() throws Exception {
        UUID id = schedule("first text", Instant.now().plus(1, ChronoUnit.HOURS));
        ann.rest()
                .body(Map.of(
                        "text",
                        "second text",
                        "sendAt",
                        Instant.now().plus(2, ChronoUnit.HOURS).toString()))
                .patch("/api/me/scheduled/{id}", id)
                .then()
                .statusCode(200)
                .body("text", equalTo("second text"));
        due(id, 1);
        due(id, 2);
        awaitEvent("scheduled.sent");
        assertThat(posted("first text")).isEmpty();
        assertThat(posted("second text")).hasSize(1);
    }

    @Test
    void aCancelledOneIsNotPosted() {
        UUID id = schedule("never mind", Instant.now().plus(1, ChronoUnit.HOURS));
        TestUser.register().rest().delete("/api/me/scheduled/{id}", id).then().statusCode(404);
        ann.rest().delete("/api/me/scheduled/{id}", id).then().statusCode(204);
        ann.rest().delete("/api/me/scheduled/{id}", id).then().statusCode(404);
        assertThat(log.read(ann.id(), 0, 100))
                .as("her other devices follow")
                .extracting(StreamEvent::type)
                .containsExactly("scheduled.changed", "scheduled.cancelled");
        due(id, 1);
        UUID marker = schedule("afterwards", Instant.now().plus(1, ChronoUnit.HOURS));
        due(marker, 1);
        await().atMost(PATIENCE).until(() -> posted("afterwards").size() == 1);
        assertThat(posted("never mind")).isEmpty();
    }

    @Test
    void aNodeThatDiesBetweenPostingAndNotingItPostsNothingTwice() throws Exception {
        UUID id = schedule("once", Instant.now().plus(1, ChronoUnit.HOURS));
        // What a node leaves behind that dies right after the commit of the message.
        set(id, "SENDING");
        messages.post(
                        new RoomRef(roomId, room, Visibility.PUBLIC, RoomKind.CHANNEL),
                        ann.identity(),
                        new MessageRequest("scheduled-" + id, "once", null),
                        null,
                        null)
                .join();
        ann.rest().delete("/api/me/scheduled/{id}", id).then().statusCode(409);
        due(id, 1);
        assertThat(awaitEvent("scheduled.sent").path("messageId").asText())
                .isEqualTo(posted("once").getFirst().eventId().toString());
        assertThat(posted("once")).hasSize(1);
    }

    @Test
    void whatItsAuthorMayNoLongerSayFails() throws Exception {
        TestUser ben = TestUser.register();
        String hidden = TestRooms.uniqueName("hidden");
        ann.rest()
                .body(Map.of("name", hidden, "visibility", "private"))
                .post("/api/rooms")
                .then()
                .statusCode(201);
        ann.rest()
                .body(Map.of("role", "member"))
                .put("/api/rooms/{room}/members/{user}", hidden, ben.name())
                .then()
                .statusCode(201);
        JsonPath scheduled = ben.rest()
                .body(Map.of(
                        "text",
                        "hello",
                        "sendAt",
                        Instant.now().plusSeconds(3600).toString()))
                .post("/api/rooms/{room}/scheduled", hidden)
                .then()
                .statusCode(201)
                .extract()
                .jsonPath();
        ann.rest()
                .delete("/api/rooms/{room}/members/{user}", hidden, ben.name())
                .then()
                .statusCode(204);
        UUID id = UUID.fromString(scheduled.getString("id"));
        due(id, 1);
        await().atMost(PATIENCE)
                .until(() -> log.read(ben.id(), 0, 100).stream()
                        .anyMatch(event -> event.type().equals("scheduled.failed")));
        ben.rest()
                .get("/api/me/scheduled")
                .then()
                .body("items[0].state", equalTo("failed"))
                .body("items[0].error.code", equalTo("room_not_found"));
    }

    @Test
    void whoeverHasToWaitHoldsUpNobodyElse() throws Exception {
        setSlowMode(3600);
        TestUser ben = TestUser.register();
        Instant at = Instant.now().plus(1, ChronoUnit.HOURS);
        UUID first = schedule(ben, "ben once", at);
        UUID second = schedule(ben, "ben twice", at);
        due(first, 1);
        due(second, 1);
        due(schedule("goes on", at), 1);
        await().atMost(PATIENCE).until(() -> posted("goes on").size() == 1);

        await().atMost(PATIENCE)
                .untilAsserted(() -> ben.rest()
                        .get("/api/me/scheduled")
                        .then()
                        .body("items", hasSize(1))
                        .body("items[0].id", equalTo(second.toString()))
                        .body("items[0].state", equalTo("pending")));
        assertThat(posted("ben once")).hasSize(1);
        assertThat(posted("ben twice")).isEmpty();

        setSlowMode(0);
        due(second, 2);
        await().atMost(PATIENCE).until(() -> posted("ben twice").size() == 1);
    }

    @Test
    void refusesWhatCannotBeScheduled() {
        for (String sendAt : List.of("2020-01-01T00:00:00Z", "2999-01-01T00:00:00Z")) {
            ann.rest()
                    .body(Map.of("text", "x", "sendAt", sendAt))
                    .post("/api/rooms/{room}/scheduled", room)
                    .then()
                    .statusCode(400);
        }
        ann.rest()
                .body(Map.of("text", "x"))
                .post("/api/rooms/{room}/scheduled", room)
                .then()
                .statusCode(400);
        ann.rest()
                .body(Map.of(
                        "text", " ", "sendAt", Instant.now().plusSeconds(60).toString()))
                .post("/api/rooms/{room}/scheduled", room)
                .then()
                .statusCode(422);
    }

    @Test
    void itsAuthorHearsThatItGoesWithTheRoom() {
        UUID id = schedule("too late", Instant.now().plus(1, ChronoUnit.HOURS));
        ann.rest().delete("/api/rooms/{room}", room).then().statusCode(204);

        List<StreamEvent> told = log.read(ann.id(), 0, 100).stream()
                .filter(event -> event.type().equals("scheduled.cancelled"))
                .toList();
        assertThat(told).hasSize(1);
        assertThat(told.getFirst().data()).contains(id.toString());
        ann.rest().get("/api/me/scheduled").then().statusCode(200).body("items.id", not(hasItem(id.toString())));
    }

    @Test
    void aCommandThatNobodyCanCarryOutIsPutAsideAndHoldsNothingUp() {
        UUID id = schedule("goes on", Instant.now().plus(1, ChronoUnit.HOURS));
        String key = roomId.toString();
        QuarkusTransaction.requiringNew()
                .run(() -> outbox.add(List.of(
                        new OutboxRecord(
                                EventTopics.CHAT_COMMANDS, key, "nonsense".getBytes(StandardCharsets.UTF_8), Map.of()),
                        command("dance", CloudEvent.object()),
                        command("message.due", CloudEvent.object()))));
        due(id, 1);
        await().atMost(PATIENCE).until(() -> posted("goes on").size() == 1);
        try (TopicReader aside = new TopicReader(EventTopics.CHAT_COMMANDS + ".dlt")) {
            assertThat(aside.await(3, record -> record.key().equals(key)))
                    .extracting(record -> RecordHeaders.text(record.headers(), RecordHeaders.ERROR_CODE))
                    .containsExactlyInAnyOrder("malformed_command", "unknown_command", "malformed_command");
        }
    }

    private void setSlowMode(int seconds) {
        ann.rest()
                .body(Map.of("slowModeSeconds", seconds))
                .patch("/api/rooms/{room}", room)
                .then()
                .statusCode(200);
    }

    private UUID schedule(String text, Instant at) {
        return schedule(ann, text, at);
    }

    private UUID schedule(TestUser author, String text, Instant at) {
        return UUID.fromString(author.rest()
                .body(Map.of("text", text, "sendAt", at.toString()))
                .post("/api/rooms/{room}/scheduled", room)
                .then()
                .statusCode(201)
                .extract()
                .path("id"));
    }

    /** As task-worker says it. */
    private void due(UUID scheduled, int version) {
        ObjectNode data = CloudEvent.object();
        data.put("scheduledId", scheduled.toString()).put("version", version);
        QuarkusTransaction.requiringNew().run(() -> outbox.add(command("message.due", data)));
    }

    private OutboxRecord command(String kind, ObjectNode data) {
        return ChatCommandCodec.record(ChatCommand.ofTask(kind, roomId, data, null, null), Instant.now());
    }

    private TaskRequest taskOf(UUID scheduled) throws Exception {
        try (TopicReader tasks = new TopicReader(TaskTopics.requests(TaskRequest.DEFAULT_QUEUE))) {
            List<ConsumerRecord<String, byte[]>> found = tasks.await(
                    1, record -> new String(record.value(), StandardCharsets.UTF_8).contains(scheduled.toString()));
            return TaskRequestCodec.decode(found.getFirst());
        }
    }

    private List<StreamEvent> posted(String text) {
        return log.read(roomId, 0, 1000).stream()
                .filter(event ->
                        event.type().equals("message.posted") && event.data().contains("\"" + text + "\""))
                .toList();
    }

    private JsonNode awaitEvent(String type) throws Exception {
        StreamEvent found = await().atMost(PATIENCE)
                .until(
                        () -> log.read(ann.id(), 0, 1000).stream()
                                .filter(event -> event.type().equals(type))
                                .toList(),
                        events -> !events.isEmpty())
                .getFirst();
        return json.readTree(found.data());
    }

    private void set(UUID id, String state) throws Exception {
        try (Connection connection = database.getConnection();
                PreparedStatement update =
                        connection.prepareStatement("UPDATE scheduled_message SET state = ? WHERE id = ?")) {
            update.setString(1, state);
            update.setObject(2, id);
            update.executeUpdate();
        }
    }
}
