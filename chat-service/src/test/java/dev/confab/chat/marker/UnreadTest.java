package dev.confab.chat.marker;

import static org.assertj.core.api.Assertions.assertThat;
import static org.hamcrest.Matchers.equalTo;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import dev.confab.chat.testing.Race;
import dev.confab.chat.testing.TestRooms;
import dev.confab.chat.testing.TestUser;
import dev.confab.common.stream.AppendRequest;
import dev.confab.common.stream.StreamEvent;
import dev.confab.common.stream.StreamLog;
import dev.confab.local.test.EmbeddedStackResource;
import io.quarkus.test.common.QuarkusTestResource;
import io.quarkus.test.common.ResourceArg;
import io.quarkus.test.junit.QuarkusTest;
import io.restassured.path.json.JsonPath;
import io.restassured.response.Response;
import jakarta.inject.Inject;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.UUID;
import java.util.stream.IntStream;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;

/** What is unread is what the log says, for everybody, at every moment. */
@QuarkusTest
@QuarkusTestResource(value = EmbeddedStackResource.class, initArgs = @ResourceArg(name = "database", value = "chat"))
@Tag("CH-10")
class UnreadTest {

    private static final int MOST = 100;

    @Inject
    StreamLog log;

    @Inject
    ObjectMapper json;

    @Inject
    TestRooms rooms;

    TestUser ann;
    TestUser ben;
    String room;
    UUID roomId;

    @BeforeEach
    void openRoom() {
        ann = TestUser.register();
        ben = TestUser.register();
        room = TestRooms.uniqueName("room");
        roomId = TestRooms.open(ann, room);
    }

    @Test
    void canBeMarkedAsUnreadFromAnyMessageOn() {
        rooms.say(roomId, ben, 10);
        read(ann, 11);
        shows(ann, 11, 0);

        markUnread(ann, 5).then().statusCode(204);
        shows(ann, 4, 7);
        markUnread(ann, 2).then().statusCode(204);
        shows(ann, 1, 10);
        markUnread(ann, 1).then().statusCode(204);
        shows(ann, 0, 10);
        ann.rest().get("/api/rooms/{room}", room).then().body("unread", equalTo(10));
        read(ann, 3);
        shows(ann, 3, 8);

        markUnread(ann, 0).then().statusCode(400);
        markUnread(ann, 12).then().statusCode(400);
        TestUser stranger = TestUser.register();
        String hidden = TestRooms.uniqueName("hidden");
        ann.rest()
                .body(Map.of("name", hidden, "visibility", "private"))
                .post("/api/rooms")
                .then()
                .statusCode(201);
        stranger.rest()
                .body(Map.of("seq", 1))
                .post("/api/rooms/{room}/unread", hidden)
                .then()
                .statusCode(404);
    }

    @Test
    void countsNeitherOwnNorDeletedMessagesNorThreads() {
        read(ann, 1);
        append(ben, "message.posted", "{\"text\":\"hello\"}");
        append(ann, "message.posted", "{\"text\":\"hello too\"}");
        append(ben, "message.posted", "{\"deleted\":true}");
        append(ben, "message.posted", "{\"text\":\"aside\",\"thread\":{\"messageId\":\"x\",\"seq\":2}}");
        append(ben, "reaction.added", "{\"emoji\":\"+1\"}");
        shows(ann, 1, 1);
    }

    @Test
    void countsWhatNamesTheReader() {
        read(ann, 1);
        append(
                ben,
                "message.posted",
                "{\"text\":\"hi\",\"mentions\":[{\"id\":\"" + ann.id() + "\",\"username\":\"x\"}]}");
        append(ben, "message.posted", "{\"text\":\"@room\",\"mentionsRoom\":true}");
        append(ben, "message.posted", "{\"text\":\"nothing\"}");
        assertThat(unread(ann).getInt(entry() + ".mentions")).isEqualTo(2);
    }

    @Test
    void isExactHoweverManyOwnMessagesLieBetween() {
        read(ann, 1);
        rooms.say(roomId, ben, 3);
        rooms.say(roomId, ann, 1500);
        shows(ann, 1, 3);
    }

    @Test
    void equalsARecountOfTheLogWhilePeopleWriteAndRead() throws Exception {
        List<TestUser> people = List.of(ann, ben);
        List<Seen> seen = Race.of(6, number -> switch (number) {
                    case 0, 1 -> write(number, people);
                    default -> readAndLook(number, people.get(number % 2));
                })
                .stream()
                .flatMap(List::stream)
                .toList();

        List<StreamEvent> all = log.read(roomId, 0, 10_000);
        assertThat(seen)
                .isNotEmpty()
                .allSatisfy(look -> assertThat(look.unread()).as("%s", look).isEqualTo(recount(all, look)));
        for (TestUser person : people) {
            List<Seen> told = told(person);
            assertThat(told)
                    .isNotEmpty()
                    .allSatisfy(look -> assertThat(look.unread()).as("%s", look).isEqualTo(recount(all, look)));
            Seen last = look(person);
            assertThat(last.upTo()).isEqualTo(all.getLast().seq());
            assertThat(last.seq()).isEqualTo(told.getLast().seq());
            assertThat(last.unread()).isEqualTo(recount(all, last));
        }
    }

    /** What somebody was told at some moment. */
    private record Seen(UUID reader, long seq, long upTo, int unread) {}

    private List<Seen> write(int seed, List<TestUser> people) {
        Random random = new Random(seed);
        for (int i = 0; i < 150; i++) {
            TestUser author = people.get(random.nextInt(people.size()));
            switch (random.nextInt(5)) {
                case 0 ->
                    append(author, "message.posted", "{\"text\":\"x\",\"thread\":{\"messageId\":\"r\",\"seq\":1}}");
                case 1 -> append(author, "reaction.added", "{\"emoji\":\"+1\"}");
                default -> append(author, "message.posted", "{\"text\":\"x\"}");
            }
        }
        return List.of();
    }

    private List<Seen> readAndLook(int seed, TestUser reader) {
        Random random = new Random(seed);
        List<Seen> seen = new ArrayList<>();
        IntStream.range(0, 25).forEach(round -> {
            long seq = 1L + random.nextInt(1 + round * 12);
            if (random.nextInt(3) == 0) {
                // Beyond the top it is refused, which is as good.
                markUnread(reader, seq);
            } else {
                read(reader, seq);
            }
            seen.add(look(reader));
        });
        return seen.stream().filter(look -> look.seq() >= 0).toList();
    }

    private static int recount(List<StreamEvent> all, Seen seen) {
        return (int) Math.min(
                MOST,
                all.stream()
                        .filter(event -> event.seq() > seen.seq() && event.seq() <= seen.upTo())
                        .filter(event -> event.type().equals("message.posted"))
                        .filter(event -> !seen.reader().equals(event.actorId()))
                        .filter(event -> !event.data().contains("\"thread\""))
                        .count());
    }

    private List<Seen> told(TestUser person) throws JsonProcessingException {
        List<Seen> told = new ArrayList<>();
        for (StreamEvent event : log.read(person.id(), 0, 10_000)) {
            if (event.type().equals("room.read")) {
                JsonNode data = json.readTree(event.data());
                told.add(new Seen(
                        person.id(),
                        data.path("seq").asLong(),
                        data.path("upTo").asLong(),
                        data.path("unread").asInt()));
            }
        }
        return told;
    }

    private Seen look(TestUser person) {
        JsonPath unread = unread(person);
        return unread.get(entry()) == null
                ? new Seen(person.id(), -1, -1, -1)
                : new Seen(
                        person.id(),
                        unread.getLong(entry() + ".seq"),
                        unread.getLong(entry() + ".upTo"),
                        unread.getInt(entry() + ".unread"));
    }

    private void shows(TestUser person, long seq, int unread) {
        Seen look = look(person);
        assertThat(look.seq()).isEqualTo(seq);
        assertThat(look.unread()).isEqualTo(unread);
    }

    private String entry() {
        return "rooms.find { it.roomId == '" + roomId + "' }";
    }

    private static JsonPath unread(TestUser person) {
        return person.rest()
                .get("/api/me/unread")
                .then()
                .statusCode(200)
                .extract()
                .jsonPath();
    }

    private void read(TestUser person, long seq) {
        person.rest()
                .body(Map.of("seq", seq))
                .put("/api/rooms/{room}/read", room)
                .then()
                .statusCode(204);
    }

    private Response markUnread(TestUser person, long seq) {
        return person.rest().body(Map.of("seq", seq)).post("/api/rooms/{room}/unread", room);
    }

    private void append(TestUser author, String type, String data) {
        log.append(new AppendRequest(roomId, type, author.id(), author.name(), null, data, null))
                .join();
    }
}
