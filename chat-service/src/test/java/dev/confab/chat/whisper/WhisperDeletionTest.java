package dev.confab.chat.whisper;

import static dev.confab.local.test.Patience.await;
import static org.assertj.core.api.Assertions.assertThat;
import static org.hamcrest.Matchers.contains;
import static org.hamcrest.Matchers.equalTo;
import static org.hamcrest.Matchers.hasSize;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import dev.confab.chat.protocol.ChatClient;
import dev.confab.chat.retention.RoomForgetting;
import dev.confab.chat.testing.TestRooms;
import dev.confab.chat.testing.TestUser;
import dev.confab.client.socket.SocketAuth;
import dev.confab.common.docs.AsyncApi;
import dev.confab.common.stream.AppendRequest;
import dev.confab.common.stream.StreamEvent;
import dev.confab.common.stream.StreamLog;
import dev.confab.local.test.EmbeddedStackResource;
import io.quarkus.test.common.QuarkusTestResource;
import io.quarkus.test.common.ResourceArg;
import io.quarkus.test.common.http.TestHTTPResource;
import io.quarkus.test.junit.QuarkusTest;
import io.restassured.response.Response;
import jakarta.enterprise.event.Event;
import jakarta.inject.Inject;
import java.net.URI;
import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.UUID;
import java.util.concurrent.CompletableFuture;
import javax.sql.DataSource;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;

/** Whispers last as long as what is said aloud in their room, in whosever stream they are. */
@QuarkusTest
@QuarkusTestResource(value = EmbeddedStackResource.class, initArgs = @ResourceArg(name = "database", value = "chat"))
@Tag("CH-07")
class WhisperDeletionTest {

    private static final String TEXTS =
            "SELECT count(*) FROM stream_event WHERE stream_id = ? AND type = 'message.whispered' AND data -> 'text' IS NOT NULL";

    private final AsyncApi api = new AsyncApi();

    @TestHTTPResource("/ws")
    URI socket;

    @Inject
    StreamLog log;

    @Inject
    DataSource database;

    @Inject
    Event<RoomForgetting> forgetting;

    @Inject
    WhisperDeletionService deletion;

    @Inject
    ObjectMapper json;

    TestUser ann;
    TestUser ben;
    String room;
    UUID roomId;

    @BeforeEach
    void twoInAPublicRoom() {
        ann = TestUser.register();
        ben = TestUser.register();
        room = TestRooms.uniqueName("room");
        roomId = TestRooms.open(ann, room);
    }

    @Test
    void goWithTheirRoom() {
        try (ChatClient watching = ChatClient.greeted(socket, ben.accessToken())) {
            String id =
                    whisper("1", "between us").then().statusCode(201).extract().path("messageId");
            assertThat(nextPersonal(watching, "message.whispered")
                            .at("/data/messageId")
                            .asText())
                    .isEqualTo(id);
            ann.rest().delete("/api/rooms/{room}", room).then().statusCode(204);

            JsonNode gone = nextPersonal(watching, "whispers.deleted");
            assertThat(gone.at("/data/messageIds/0").asText()).isEqualTo(id);
            assertThat(gone.at("/data/roomId").asText()).isEqualTo(roomId.toString());
            assertThat(gone.at("/data/room").asText()).isEqualTo(room);
        }
        for (TestUser one : List.of(ann, ben)) {
            await().untilAsserted(() -> assertThat(count(TEXTS, one.id())).isZero());
            assertThat(log.read(one.id(), 0, 1000))
                    .noneMatch(event -> event.data().contains("between us"));
        }

        // Whoever was away finds its place and nothing of what it said.
        StreamEvent first = log.read(ben.id(), 0, 1).getFirst();
        try (ChatClient back = ChatClient.connect(socket, SocketAuth.bearer(ben.accessToken()))) {
            back.ask(
                    "hello",
                    fields -> fields.putObject("me").put("epoch", first.epoch()).put("seq", 0));
            JsonNode whispered = nextPersonal(back, "message.whispered");
            assertThat(whispered.at("/data/deleted").asBoolean()).isTrue();
            assertThat(whispered.at("/data/text").isMissingNode()).isTrue();
            assertThat(whispered.at("/data/to").isMissingNode()).isTrue();
        }
    }

    @Test
    void areForgottenWhenTheRoomKeepsThemNoLonger() throws SQLException {
        String old = whisper("1", "long ago").then().statusCode(201).extract().path("messageId");
        makeOld();
        String fresh = whisper("2", "just now").then().statusCode(201).extract().path("messageId");
        forgetting.fire(new RoomForgetting(roomId));
        assertThat(count(TEXTS, ben.id()))
                .as("for ever until somebody says how long")
                .isEqualTo(2);

        ann.rest()
                .body(Map.of("retentionDays", 30))
                .patch("/api/rooms/{room}", room)
                .then()
                .statusCode(200);
        // The node's own round may be the one that does it.
        await().untilAsserted(() -> {
            forgetting.fire(new RoomForgetting(roomId));
            assertThat(count(TEXTS, ann.id())).isEqualTo(1);
            assertThat(count(TEXTS, ben.id())).isEqualTo(1);
        });

        for (TestUser one : List.of(ann, ben)) {
            assertThat(log.read(one.id(), 0, 1000))
                    .noneMatch(event -> event.data().contains("long ago"));
            assertThat(deleted(one)).containsExactly(old);
            one.rest()
                    .get("/api/rooms/{room}/asides", room)
                    .then()
                    .statusCode(200)
                    .body("whispers.messageId", contains(fresh));
        }
        whisper("1", "again")
                .then()
                .statusCode(200)
                .body("messageId", equalTo(old))
                .body("to", hasSize(0))
                .body("duplicate", equalTo(true));
    }

    @Test
    void areDeletedInBatchesHoweverManyThereAre() throws SQLException {
        int many = 450;
        List<String> ids = new ArrayList<>();
        List<CompletableFuture<?>> stored = new ArrayList<>();
        for (int i = 0; i < many; i++) {
            String id = UUID.randomUUID().toString();
            ids.add(id);
            stored.add(log.append(copy(roomId, id)));
        }
        CompletableFuture.allOf(stored.toArray(CompletableFuture[]::new)).join();
        ann.rest().delete("/api/rooms/{room}", room).then().statusCode(204);

        await().untilAsserted(() -> assertThat(count(TEXTS, ben.id())).isZero());
        assertThat(deleted(ben)).containsExactlyInAnyOrderElementsOf(ids);
        assertThat(told(ben)).as("two hundred of them each").hasSize(3);
        await().untilAsserted(() -> assertThat(count("SELECT count(*) FROM whisper_deletion WHERE room_id = ?", roomId))
                .isZero());
    }

    @Test
    void areDeletedByTheNextRoundWhenANodeDiesBeforeItHasDoneSo() throws SQLException {
        UUID gone = UUID.randomUUID();
        String id = UUID.randomUUID().toString();
        log.append(copy(gone, id)).join();
        update("INSERT INTO whisper_deletion (room_id) VALUES (?)", gone);

        deletion.sweep();
        await().untilAsserted(() -> assertThat(count(TEXTS, ben.id())).isZero());
        assertThat(deleted(ben)).containsExactly(id);
    }

    @Test
    void areNotStoredInARoomThatIsBeingDeleted() throws Exception {
        // Somebody whom the deletion has nothing to tell.
        TestUser carl = TestUser.register();
        CompletableFuture<Response> whisper;
        CompletableFuture<Response> deletion;
        try (Connection holder = database.getConnection();
                PreparedStatement hold = holder.prepareStatement("SELECT FROM stream WHERE id = ? FOR UPDATE")) {
            holder.setAutoCommit(false);
            hold.setObject(1, ben.id());
            hold.execute();
            whisper = CompletableFuture.supplyAsync(() -> whisper(carl, "1", "too late"), Thread::startVirtualThread);
            await().until(() -> blocked() >= 1);
            deletion = CompletableFuture.supplyAsync(
                    () -> ann.rest().delete("/api/rooms/{room}", room), Thread::startVirtualThread);
            await().until(() -> deletion.isDone() || blocked() >= 2);
            holder.rollback();
        }
        whisper.join();
        assertThat(deletion.join().statusCode()).isEqualTo(204);
        await().untilAsserted(() -> assertThat(count(TEXTS, ben.id())).isZero());
    }

    private Response whisper(String clientMessageId, String text) {
        return whisper(ann, clientMessageId, text);
    }

    private Response whisper(TestUser author, String clientMessageId, String text) {
        return author.rest()
                .body(Map.of("to", List.of(ben.name()), "text", text, "clientMessageId", clientMessageId))
                .post("/api/rooms/{room}/whispers", room);
    }

    /** Ben's copy of a whisper. */
    private AppendRequest copy(UUID in, String messageId) {
        String data = "{\"room\":\"" + room + "\",\"roomId\":\"" + in + "\",\"messageId\":\"" + messageId
                + "\",\"clientMessageId\":\"" + messageId + "\",\"text\":\"psst\",\"to\":[]}";
        return new AppendRequest(ben.id(), "message.whispered", ann.id(), ann.name(), messageId, data, null);
    }

    private JsonNode nextPersonal(ChatClient client, String kind) {
        JsonNode event = client.next("event");
        while (!event.path("kind").asText().equals(kind)) {
            event = client.next("event");
        }
        api.check("event", event);
        return event;
    }

    private List<StreamEvent> told(TestUser person) {
        return log.read(person.id(), 0, 1000).stream()
                .filter(event -> event.type().equals("whispers.deleted"))
                .toList();
    }

    /** The whispers that somebody heard to be gone. */
    private List<String> deleted(TestUser person) {
        List<String> ids = new ArrayList<>();
        for (StreamEvent event : told(person)) {
            try {
                json.readTree(event.data()).path("messageIds").forEach(id -> ids.add(id.asText()));
            } catch (JsonProcessingException corrupt) {
                throw new IllegalStateException(corrupt);
            }
        }
        return ids;
    }

    private void makeOld() throws SQLException {
        for (TestUser one : List.of(ann, ben)) {
            update(
                    "UPDATE stream_event SET created_at = created_at - interval '40 days' WHERE stream_id = ?",
                    one.id());
        }
    }

    /** How many wait for a lock. */
    private long blocked() throws SQLException {
        try (Connection connection = database.getConnection();
                PreparedStatement query = connection.prepareStatement(
                        "SELECT count(*) FROM pg_stat_activity WHERE datname = current_database() AND wait_event_type = 'Lock'");
                ResultSet row = query.executeQuery()) {
            row.next();
            return row.getLong(1);
        }
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

    private void update(String statement, UUID id) throws SQLException {
        try (Connection connection = database.getConnection();
                PreparedStatement update = connection.prepareStatement(statement)) {
            update.setObject(1, id);
            update.executeUpdate();
        }
    }
}
