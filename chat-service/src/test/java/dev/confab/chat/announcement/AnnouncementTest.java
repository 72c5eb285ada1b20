package dev.confab.chat.announcement;

import static org.assertj.core.api.Assertions.assertThat;
import static org.hamcrest.Matchers.equalTo;

import dev.confab.chat.testing.TestRooms;
import dev.confab.chat.testing.TestUser;
import dev.confab.chat.testing.TopicReader;
import dev.confab.common.event.MalformedEventException;
import dev.confab.common.notice.NoticeRequest;
import dev.confab.common.notice.NoticeRequestCodec;
import dev.confab.common.stream.StreamEvent;
import dev.confab.common.stream.StreamLog;
import dev.confab.common.task.TaskRequest;
import dev.confab.common.task.TaskRequestCodec;
import dev.confab.common.task.TaskTopics;
import dev.confab.local.test.EmbeddedStackResource;
import io.quarkus.test.common.QuarkusTestResource;
import io.quarkus.test.common.ResourceArg;
import io.quarkus.test.junit.QuarkusTest;
import io.restassured.response.Response;
import jakarta.inject.Inject;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Map;
import java.util.UUID;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;

/** What notifies everybody who follows a room: its event, and the tasks that carry it on. */
@QuarkusTest
@QuarkusTestResource(value = EmbeddedStackResource.class, initArgs = @ResourceArg(name = "database", value = "chat"))
@Tag("SG-02")
class AnnouncementTest {

    @Inject
    StreamLog log;

    TestUser owner;
    TestUser reader;
    TestUser muter;
    TestUser passer;
    String room;
    UUID roomId;

    @BeforeEach
    void aPublicRoomThatTwoOthersRead() {
        owner = TestUser.register();
        reader = TestUser.register();
        muter = TestUser.register();
        passer = TestUser.register();
        room = TestRooms.uniqueName("room");
        roomId = TestRooms.open(owner, room);
        for (TestUser one : List.of(owner, reader, muter)) {
            one.rest()
                    .body(Map.of("seq", 1))
                    .put("/api/rooms/{room}/read", room)
                    .then()
                    .statusCode(204);
        }
        muter.rest().body("{}").put("/api/rooms/{room}/mute", room).then().statusCode(204);
    }

    @Test
    void tellsThoseWhoFollowTheRoomAndHaveNotMutedItOnce() throws Exception {
        String id = announce(owner, "Release", "It is out", "release-1")
                .then()
                .statusCode(201)
                .body("title", equalTo("Release"))
                .extract()
                .path("id");
        announce(owner, "Release", "It is out", "release-1")
                .then()
                .statusCode(200)
                .body("id", equalTo(id))
                .body("duplicate", equalTo(true));

        StreamEvent event = log.read(roomId, 0, 100).getLast();
        assertThat(event.type()).isEqualTo("announcement.posted");
        assertThat(event.eventId()).isEqualTo(UUID.fromString(id));
        NoticeRequest notice = onlyTaskOf(event.eventId());
        assertThat(notice.kind()).isEqualTo(NoticeRequest.ANNOUNCEMENT);
        assertThat(notice.recipients()).containsExactly(reader.id());
        assertThat(notice.title()).isEqualTo("Release");
        assertThat(notice.seq()).isEqualTo(event.seq());
        assertThat(notice.epoch()).isEqualTo(event.epoch());
        assertThat(notice.actorId()).isEqualTo(owner.id());
    }

    @Test
    void isForModeratorsOnly() {
        announce(passer, "Hear", "me", null).then().statusCode(403).body("code", equalTo("forbidden"));
        announce(owner, " ", "text", null).then().statusCode(400);
        announce(owner, "title", "", null).then().statusCode(422);
        String hidden = TestRooms.uniqueName("hidden");
        owner.rest()
                .body(Map.of("name", hidden, "visibility", "private"))
                .post("/api/rooms")
                .then()
                .statusCode(201);
        passer.rest()
                .body(Map.of("title", "t", "text", "x"))
                .post("/api/rooms/{room}/announcements", hidden)
                .then()
                .statusCode(404);
        assertThat(log.read(roomId, 0, 100)).noneMatch(event -> event.type().equals("announcement.posted"));
    }

    @Test
    void keepsToTheWordsOfTheRoom() {
        String id = announce(owner, "Lunch", "There is soup", "soup-1")
                .then()
                .statusCode(201)
                .extract()
                .path("id");
        owner.rest()
                .body("{\"bannedWords\":[\"soup\"]}")
                .patch("/api/rooms/{room}", room)
                .then()
                .statusCode(200);
        announce(owner, "Lunch", "There is soup", null).then().statusCode(422).body("code", equalTo("banned_words"));
        announce(owner, "Soup!", "Come", null).then().statusCode(422).body("code", equalTo("banned_words"));
        announce(owner, "Lunch", "There is soup", "soup-1")
                .then()
                .statusCode(200)
                .body("id", equalTo(id));
    }

    @Test
    void aMessageThatNamesTheRoomTellsThemTooIfItsAuthorMay() throws Exception {
        say(passer, "p1", "look @room").then().statusCode(201);
        assertThat(log.read(roomId, 0, 100).getLast().data()).doesNotContain("mentionsRoom");

        String id = say(owner, "o1", "look, @room!")
                .then()
                .statusCode(201)
                .extract()
                .path("messageId");
        say(owner, "o1", "look, @room!").then().statusCode(200).body("messageId", equalTo(id));
        StreamEvent event = log.read(roomId, 0, 100).getLast();
        assertThat(event.data()).containsPattern("\"mentionsRoom\": ?true");
        NoticeRequest notice = onlyTaskOf(UUID.fromString(id));
        assertThat(notice.kind()).isEqualTo(NoticeRequest.MENTION);
        assertThat(notice.recipients()).containsExactly(reader.id());

        say(owner, "o2", "the @roommate and me@room.example").then().statusCode(201);
        assertThat(log.read(roomId, 0, 100).getLast().data()).doesNotContain("mentionsRoom");
    }

    @Test
    void inAPrivateRoomOfFewEverybodyMayNameTheRoom() throws Exception {
        String few = TestRooms.uniqueName("few");
        owner.rest()
                .body(Map.of("name", few, "visibility", "private"))
                .post("/api/rooms")
                .then()
                .statusCode(201);
        owner.rest()
                .body(Map.of("role", "member"))
                .put("/api/rooms/{room}/members/{user}", few, reader.name())
                .then()
                .statusCode(201);
        String id = reader.rest()
                .body(Map.of("clientMessageId", "1", "text", "@room lunch?"))
                .post("/api/rooms/{room}/messages", few)
                .then()
                .statusCode(201)
                .extract()
                .path("messageId");
        assertThat(onlyTaskOf(UUID.fromString(id)).recipients()).containsExactly(owner.id());
    }

    /** What the worker is asked for, in one task; a second one would come before the announcement made after it. */
    private NoticeRequest onlyTaskOf(UUID event) throws Exception {
        String later = announce(owner, "later", "than that", null)
                .then()
                .statusCode(201)
                .extract()
                .path("id");
        try (TopicReader tasks = new TopicReader(TaskTopics.requests(TaskRequest.DEFAULT_QUEUE))) {
            tasks.await(1, record -> concerns(record, later));
            List<ConsumerRecord<String, byte[]>> found = tasks.await(1, record -> concerns(record, event.toString()));
            assertThat(found.stream().map(ConsumerRecord::key).distinct()).hasSize(1);
            return read(found.getFirst());
        }
    }

    private static boolean concerns(ConsumerRecord<String, byte[]> record, String event) {
        return new String(record.value(), StandardCharsets.UTF_8).contains(event);
    }

    private static NoticeRequest read(ConsumerRecord<String, byte[]> record) throws MalformedEventException {
        TaskRequest task = TaskRequestCodec.decode(record);
        assertThat(task.type()).isEqualTo(NoticeRequestCodec.TASK);
        return NoticeRequestCodec.fromJson(task.payload());
    }

    private Response announce(TestUser author, String title, String text, @Nullable String id) {
        Map<String, String> body = id == null
                ? Map.of("title", title, "text", text)
                : Map.of("title", title, "text", text, "clientMessageId", id);
        return author.rest().body(body).post("/api/rooms/{room}/announcements", room);
    }

    private Response say(TestUser author, String id, String text) {
        return author.rest().body(Map.of("clientMessageId", id, "text", text)).post("/api/rooms/{room}/messages", room);
    }
}
