package dev.confab.chat.reaction;

import static org.assertj.core.api.Assertions.assertThat;
import static org.hamcrest.Matchers.equalTo;
import static org.hamcrest.Matchers.hasSize;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import dev.confab.chat.message.MessageTarget;
import dev.confab.chat.pin.PinService;
import dev.confab.chat.revision.RevisionService;
import dev.confab.chat.room.RoomKind;
import dev.confab.chat.room.RoomRef;
import dev.confab.chat.room.Visibility;
import dev.confab.chat.testing.Chatter;
import dev.confab.chat.testing.Race;
import dev.confab.chat.testing.TestRooms;
import dev.confab.chat.testing.TestUser;
import dev.confab.common.error.ConfabException;
import dev.confab.common.error.ErrorCode;
import dev.confab.common.stream.StreamEvent;
import dev.confab.common.stream.StreamLog;
import dev.confab.local.test.EmbeddedStackResource;
import io.quarkus.test.common.QuarkusTestResource;
import io.quarkus.test.common.ResourceArg;
import io.quarkus.test.junit.QuarkusTest;
import jakarta.inject.Inject;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.Set;
import java.util.UUID;
import java.util.stream.IntStream;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** What is stored of messages is what a replay of the log says, however many change them at the same time. */
@QuarkusTest
@QuarkusTestResource(value = EmbeddedStackResource.class, initArgs = @ResourceArg(name = "database", value = "chat"))
class MessageRacesTest {

    private static final List<String> EMOJI = List.of("\uD83D\uDC4D", "\uD83C\uDF89", "\u2764");

    @Inject
    StreamLog log;

    @Inject
    ObjectMapper json;

    @Inject
    RevisionService revisions;

    @Inject
    ReactionService reactions;

    @Inject
    PinService pins;

    TestUser owner;
    TestUser ben;
    RoomRef room;

    /** A message as the events of its room make it. */
    private static final class Replayed {
        private String text = "";
        private boolean deleted;
        private boolean pinned;
        private final Map<String, Set<String>> reactions = new LinkedHashMap<>();
    }

    @BeforeEach
    void openRoom() {
        owner = TestUser.register();
        ben = TestUser.register();
        String name = TestRooms.uniqueName("room");
        String id = owner.rest()
                .put("/api/rooms/{room}", name)
                .then()
                .statusCode(201)
                .extract()
                .path("id");
        room = new RoomRef(UUID.fromString(id), name, Visibility.PUBLIC, RoomKind.CHANNEL);
    }

    @Test
    void editsDeletionsReactionsAndPinsRace() throws InterruptedException {
        Chatter author = new Chatter(owner, room.name());
        List<String> messages =
                IntStream.range(0, 4).mapToObj(n -> author.say("text " + n)).toList();
        int workers = 12;
        List<Integer> done = Race.of(workers, worker -> {
            Random random = new Random(worker);
            int changes = 0;
            for (int n = 0; n < 25; n++) {
                String message = messages.get(random.nextInt(messages.size()));
                // Two of the four are deleted by one of many, some time in the middle.
                boolean last = worker < 2 && n == 12;
                changes += change(last ? messages.get(worker) : message, random, last, worker + "-" + n) ? 1 : 0;
            }
            return changes;
        });
        assertThat(done.stream().mapToInt(Integer::intValue).sum()).isPositive();

        Map<String, Replayed> replayed = replay();
        for (String message : messages) {
            assertSame(replayed.get(message), author.seen(message));
        }
        assertThat(replayed.get(messages.get(0)).deleted).isTrue();
        assertThat(replayed.get(messages.get(1)).deleted).isTrue();
        long pinned = replayed.values().stream().filter(one -> one.pinned).count();
        owner.rest().get("/api/rooms/{room}/pins", room.name()).then().body("items", hasSize((int) pinned));
    }

    @Test
    void aReactionIsGivenOnce() throws InterruptedException {
        Chatter author = new Chatter(owner, room.name());
        String message = author.say("text");
        Race.of(8, n -> {
            reactions.react(target(message, ben), EMOJI.getFirst(), true);
            return n;
        });
        assertThat(log.read(room.id(), 0, 100).stream()
                        .filter(event -> event.type().equals("reaction.added")))
                .hasSize(1);
        author.history()
                .body("items[0].reactions", hasSize(1))
                .body("items[0].reactions[0].count", equalTo(1))
                .body("items[0].reactions[0].me", equalTo(false))
                .body("items[0].reactions[0].users[0].username", equalTo(ben.name()));
    }

    @Test
    void aMessageHasTwentyDifferentReactionsAtMost() {
        Chatter author = new Chatter(owner, room.name());
        String message = author.say("text");
        for (int n = 0; n < 20; n++) {
            reactions.react(target(message, ben), Character.toString(0x1F600 + n), true);
        }
        author.react(message, Character.toString(0x1F600 + 20)).statusCode(409).body("code", equalTo("too_many"));
        author.react(message, Character.toString(0x1F600)).statusCode(204);
        for (String none : List.of("a", "1", "ok", "\uD83D\uDC4D\uD83D\uDC4D", "<")) {
            author.react(message, none).statusCode(400).body("code", equalTo("invalid_request"));
        }
        author.history().body("items[0].reactions", hasSize(20)).body("items[0].reactions[0].count", equalTo(2));
    }

    @Test
    void onlyWhoModeratesPins() {
        Chatter author = new Chatter(ben, room.name());
        String message = author.say("text");
        author.put(message, "pin").statusCode(403).body("code", equalTo("forbidden"));
        Chatter moderator = new Chatter(owner, room.name());
        moderator.put(message, "pin").statusCode(204);
        moderator.put(message, "pin").statusCode(204);
        author.history().body("items[0].pinned", equalTo(true));
        ben.rest()
                .get("/api/rooms/{room}/pins", room.name())
                .then()
                .statusCode(200)
                .body("items", hasSize(1))
                .body("items[0].text", equalTo("text"));
        moderator.take(message, "pin").statusCode(204);
        ben.rest().get("/api/rooms/{room}/pins", room.name()).then().body("items", hasSize(0));
    }

    /** Whether it was done; refused is what comes after the deletion. */
    private boolean change(String message, Random random, boolean delete, String text) {
        try {
            TestUser user = random.nextBoolean() ? owner : ben;
            if (delete) {
                revisions.delete(target(message, owner));
                return true;
            }
            switch (random.nextInt(4)) {
                case 0 -> revisions.edit(target(message, owner), text);
                case 1 -> pins.pin(target(message, owner), random.nextBoolean());
                default ->
                    reactions.react(
                            target(message, user), EMOJI.get(random.nextInt(EMOJI.size())), random.nextInt(3) > 0);
            }
            return true;
        } catch (ConfabException refused) {
            assertThat(refused.code()).isIn(ErrorCode.MESSAGE_NOT_FOUND, ErrorCode.TOO_MANY);
            return false;
        }
    }

    private MessageTarget target(String message, TestUser user) {
        return new MessageTarget(room, UUID.fromString(message), user.identity());
    }

    private Map<String, Replayed> replay() {
        Map<String, Replayed> messages = new LinkedHashMap<>();
        for (StreamEvent event : log.read(room.id(), 0, 10_000)) {
            JsonNode data = read(event);
            if (event.type().equals("message.posted")) {
                Replayed posted = new Replayed();
                posted.text = data.path("text").asText();
                messages.put(event.eventId().toString(), posted);
                continue;
            }
            Replayed message = messages.get(data.path("messageId").asText());
            if (message == null) {
                continue;
            }
            assertThat(message.deleted)
                    .as("an event after the deletion: %s", event)
                    .isFalse();
            switch (event.type()) {
                case "message.edited" -> message.text = data.path("text").asText();
                case "message.deleted" -> {
                    message.text = "";
                    message.deleted = true;
                    message.pinned = false;
                    message.reactions.clear();
                }
                case "message.pinned" -> message.pinned = true;
                case "message.unpinned" -> message.pinned = false;
                case "reaction.added" ->
                    assertThat(message.reactions
                                    .computeIfAbsent(data.path("emoji").asText(), emoji -> new LinkedHashSet<>())
                                    .add(event.actorName()))
                            .as("given twice: %s", event)
                            .isTrue();
                case "reaction.removed" -> {
                    Set<String> users = message.reactions.get(data.path("emoji").asText());
                    assertThat(users)
                            .as("taken back what was not given: %s", event)
                            .isNotNull();
                    assertThat(users.remove(event.actorName())).isTrue();
                    if (users.isEmpty()) {
                        message.reactions.remove(data.path("emoji").asText());
                    }
                }
                default -> throw new AssertionError(event.type());
            }
        }
        return messages;
    }

    private static void assertSame(Replayed replayed, Map<String, Object> seen) {
        assertThat(seen.get("text")).isEqualTo(replayed.text);
        assertThat(seen.containsKey("deleted")).isEqualTo(replayed.deleted);
        assertThat(seen.containsKey("pinned")).isEqualTo(replayed.pinned);
        Map<String, Set<String>> shown = new LinkedHashMap<>();
        if (seen.get("reactions") instanceof List<?> list) {
            for (Object entry : list) {
                Map<?, ?> reaction = (Map<?, ?>) entry;
                Set<String> users = new LinkedHashSet<>();
                for (Object user : (List<?>) reaction.get("users")) {
                    users.add(String.valueOf(((Map<?, ?>) user).get("username")));
                }
                shown.put(String.valueOf(reaction.get("emoji")), users);
                assertThat(reaction.get("count")).isEqualTo(users.size());
            }
        }
        assertThat(shown).isEqualTo(replayed.reactions);
    }

    private JsonNode read(StreamEvent event) {
        try {
            return json.readTree(event.data());
        } catch (JsonProcessingException corrupt) {
            throw new AssertionError(corrupt);
        }
    }
}
