package dev.confab.chat.scheduled;

import static dev.confab.local.test.Patience.await;
import static org.assertj.core.api.Assertions.assertThat;
import static org.hamcrest.Matchers.equalTo;
import static org.hamcrest.Matchers.hasSize;

import dev.confab.chat.message.MessageRequest;
import dev.confab.chat.message.MessageService;
import dev.confab.chat.room.RoomKind;
import dev.confab.chat.room.RoomRef;
import dev.confab.chat.room.Visibility;
import dev.confab.chat.testing.Race;
import dev.confab.chat.testing.TestRooms;
import dev.confab.chat.testing.TestUser;
import dev.confab.common.command.ChatCommand;
import dev.confab.common.event.CloudEvent;
import dev.confab.common.stream.StreamEvent;
import dev.confab.common.stream.StreamLog;
import dev.confab.local.test.EmbeddedStackResource;
import io.quarkus.test.common.QuarkusTestResource;
import io.quarkus.test.common.ResourceArg;
import io.quarkus.test.junit.QuarkusTest;
import jakarta.inject.Inject;
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

/** What is scheduled is posted also when nothing more is heard of its task, as there is no task-worker here at all. */
@QuarkusTest
@QuarkusTestResource(value = EmbeddedStackResource.class, initArgs = @ResourceArg(name = "database", value = "chat"))
@Tag("CH-17")
class OverdueMessageTest {

    private static final Duration OVERDUE = Duration.ofMinutes(6);

    @Inject
    DueMessageSweep sweep;

    @Inject
    DueMessageHandler commands;

    @Inject
    StreamLog log;

    @Inject
    MessageService messages;

    @Inject
    DataSource database;

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
    void isPostedOnceAlsoIfItsTaskComesAfterAll() throws Exception {
        UUID id = schedule("better late");
        late(id, OVERDUE, "PENDING");

        sweep.postOverdue();
        awaitSent(1);
        assertThat(posted("better late")).hasSize(1);
        ann.rest().get("/api/me/scheduled").then().body("items", hasSize(0));

        commands.handle(ChatCommand.ofTask(
                "message.due",
                roomId,
                CloudEvent.object().put("scheduledId", id.toString()).put("version", 1),
                null,
                null));
        sweep.postOverdue();
        assertThat(posted("better late")).hasSize(1);
        assertThat(told("scheduled.sent")).hasSize(1);
    }

    @Test
    void isLeftToItsTaskUntilItIsOverdue() throws Exception {
        UUID id = schedule("in a moment");
        late(id, Duration.ofMinutes(1), "PENDING");

        sweep.postOverdue();
        assertThat(posted("in a moment")).isEmpty();
        ann.rest().get("/api/me/scheduled").then().body("items[0].state", equalTo("pending"));
    }

    @Test
    void isFinishedWhenTheNodeThatWasPostingItIsDead() throws Exception {
        UUID id = schedule("once");
        messages.post(
                        new RoomRef(roomId, room, Visibility.PUBLIC, RoomKind.CHANNEL),
                        ann.identity(),
                        new MessageRequest("scheduled-" + id, "once", null),
                        null,
                        null)
                .join();
        late(id, OVERDUE, "SENDING");

        sweep.postOverdue();
        awaitSent(1);
        assertThat(posted("once")).hasSize(1);
        ann.rest().get("/api/me/scheduled").then().body("items", hasSize(0));
    }

    @Test
    void isPostedOnceByNodesThatFindItAtTheSameTime() throws Exception {
        List<UUID> ids = new ArrayList<>();
        // No more than their author may say at once: nobody has to wait unless something is posted more than once.
        for (int i = 0; i < 5; i++) {
            ids.add(schedule("number " + i));
        }
        for (UUID id : ids) {
            late(id, OVERDUE, "PENDING");
        }

        Race.of(4, node -> {
            sweep.postOverdue();
            return node;
        });
        awaitSent(5);
        for (int i = 0; i < 5; i++) {
            assertThat(posted("number " + i)).hasSize(1);
        }
        assertThat(told("scheduled.changed")).as("none had to wait").hasSize(5);
    }

    /** The node's own sweep may be the one that does it. */
    private void awaitSent(int messages) {
        await().untilAsserted(() -> assertThat(told("scheduled.sent")).hasSize(messages));
    }

    private UUID schedule(String text) {
        return UUID.fromString(ann.rest()
                .body(Map.of(
                        "text", text, "sendAt", Instant.now().plusSeconds(3600).toString()))
                .post("/api/rooms/{room}/scheduled", room)
                .then()
                .statusCode(201)
                .extract()
                .path("id"));
    }

    /** As if its time had come that long ago. */
    private void late(UUID id, Duration since, String state) throws Exception {
        try (Connection connection = database.getConnection();
                PreparedStatement update = connection.prepareStatement(
                        "UPDATE scheduled_message SET send_at = now() - make_interval(secs => ?), state = ? WHERE id = ?")) {
            update.setLong(1, since.toSeconds());
            update.setString(2, state);
            update.setObject(3, id);
            assertThat(update.executeUpdate()).isEqualTo(1);
        }
    }

    private List<StreamEvent> posted(String text) {
        return log.read(roomId, 0, 1000).stream()
                .filter(event ->
                        event.type().equals("message.posted") && event.data().contains("\"" + text + "\""))
                .toList();
    }

    private List<StreamEvent> told(String type) {
        return log.read(ann.id(), 0, 1000).stream()
                .filter(event -> event.type().equals(type))
                .toList();
    }
}
