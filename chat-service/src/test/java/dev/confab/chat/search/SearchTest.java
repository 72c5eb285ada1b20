package dev.confab.chat.search;

import static dev.confab.local.test.Patience.await;
import static org.assertj.core.api.Assertions.assertThat;
import static org.hamcrest.Matchers.contains;
import static org.hamcrest.Matchers.equalTo;
import static org.hamcrest.Matchers.hasItem;
import static org.hamcrest.Matchers.hasSize;
import static org.hamcrest.Matchers.notNullValue;
import static org.hamcrest.Matchers.nullValue;

import dev.confab.chat.testing.Chatter;
import dev.confab.chat.testing.StatementLog;
import dev.confab.chat.testing.TestRooms;
import dev.confab.chat.testing.TestUser;
import dev.confab.local.test.EmbeddedStackResource;
import io.quarkus.test.common.QuarkusTestResource;
import io.quarkus.test.common.ResourceArg;
import io.quarkus.test.junit.QuarkusTest;
import io.restassured.response.ValidatableResponse;
import jakarta.inject.Inject;
import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.time.Duration;
import java.util.HashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.UUID;
import javax.sql.DataSource;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

@QuarkusTest
@QuarkusTestResource(value = EmbeddedStackResource.class, initArgs = @ResourceArg(name = "database", value = "chat"))
class SearchTest {

    private static final Duration PATIENCE = Duration.ofSeconds(60);

    @Inject
    SearchIndexService index;

    @Inject
    DataSource database;

    /** A word that no other test says. */
    String word;

    Chatter ann;
    Chatter ben;
    String room;
    UUID roomId;

    @BeforeEach
    void openRoom() {
        word = "w" + UUID.randomUUID().toString().replace("-", "");
        room = TestRooms.uniqueName("room");
        ann = new Chatter(TestUser.register(), room);
        ben = new Chatter(TestUser.register(), room);
        roomId = open(room);
    }

    @Test
    void findsWordsPhrasesAndBeginningsNewestFirst() {
        String first = ann.say("the quick " + word + " <b>fox</b>");
        String second = ben.say(word.toUpperCase(Locale.ROOT) + " quick the lazy dog");
        await().atMost(PATIENCE)
                .untilAsserted(
                        () -> find(ann, Map.of("q", word)).body("items.message.messageId", contains(second, first)));
        indexed(roomId);
        find(ben, Map.of("q", "\"quick " + word + "\""))
                .body("items.message.messageId", contains(first))
                .body("items[0].room", equalTo(room))
                .body("items[0].roomId", equalTo(roomId.toString()))
                .body("items[0].message.user.username", equalTo(ann.user().name()))
                .body("items[0].headline.findAll { it.match }.text", hasItem(word))
                .body("items[0].headline.text.join('')", equalTo("the quick " + word + " <b>fox</b>"));
        find(ann, Map.of("q", word.substring(0, 20))).body("items", hasSize(2));
        find(ann, Map.of("q", word + " -lazy")).body("items.message.messageId", contains(first));
        find(ann, Map.of("q", word, "from", ben.user().name())).body("items.message.messageId", contains(second));
        find(ann, Map.of("q", word, "room", room)).body("items", hasSize(2));
        find(ann, Map.of("q", word, "before", "2020-01-01")).body("items", hasSize(0));
        find(ann, Map.of("q", word, "after", "2020-01-01T00:00:00Z")).body("items", hasSize(2));
        String next = find(ann, Map.of("q", word, "limit", "1"))
                .body("items.message.messageId", contains(second))
                .body("next", notNullValue())
                .extract()
                .path("next");
        find(ann, Map.of("q", word, "limit", "1", "cursor", next))
                .body("items.message.messageId", contains(first))
                .body("next", nullValue());
    }

    @Test
    void followsEditsAndDeletionsAtOnce() {
        String first = ann.say("old " + word);
        String second = ann.say("other " + word);
        indexed(roomId);
        ann.edit(first, "new text").statusCode(200);
        ann.delete(second).statusCode(204);
        find(ann, Map.of("q", word)).body("items", hasSize(0));
        ann.edit(first, "newest new" + word).statusCode(200);
        indexed(roomId);
        find(ann, Map.of("q", "new" + word)).body("items.message.text", contains("newest new" + word));
        find(ann, Map.of("q", word)).body("items", hasSize(0));
    }

    @Test
    void findsOnlyWhatTheCallerMayReadNow() {
        String secret = TestRooms.uniqueName("secret");
        ann.user()
                .rest()
                .body(Map.of("name", secret, "visibility", "private"))
                .post("/api/rooms")
                .then()
                .statusCode(201);
        UUID id = idOf(secret);
        String membership = "/api/rooms/" + secret + "/members/" + ben.user().name();
        ann.user().rest().body(Map.of("role", "member")).put(membership).then().statusCode(201);
        new Chatter(ann.user(), secret).say("secret " + word);
        indexed(id);
        find(ben, Map.of("q", word)).body("items", hasSize(1));
        ann.user().rest().delete(membership).then().statusCode(204);
        find(ben, Map.of("q", word)).body("items", hasSize(0));
        ben.user()
                .rest()
                .queryParams(Map.of("q", word, "room", secret))
                .get("/api/search")
                .then()
                .statusCode(404);
        find(ann, Map.of("q", word)).body("items", hasSize(1));
    }

    @Test
    void isMadeAnewAfterItWasLostAndGoesWithItsRoom() throws SQLException {
        ann.say("text " + word);
        indexed(roomId);
        assertThat(documentsLeftByLosingThePosition()).isZero();
        index.sweep();
        index.indexDirty();
        // Another run of the schedule may have taken the room.
        await().atMost(PATIENCE)
                .untilAsserted(() -> find(ann, Map.of("q", word)).body("items", hasSize(1)));
        ann.user().rest().delete("/api/rooms/{room}", room).then().statusCode(204);
        // What is left to do for a room that is gone is nothing.
        index.indexAll(List.of(roomId));
        find(ann, Map.of("q", word)).body("items", hasSize(0));
    }

    @Test
    void refusesWhatCannotBeSearchedFor() {
        for (String words : new String[] {"", " ", "!!", "x".repeat(201)}) {
            ann.user().rest().queryParam("q", words).get("/api/search").then().statusCode(400);
        }
        for (String parameter : new String[] {"after", "before", "cursor", "limit"}) {
            ann.user()
                    .rest()
                    .queryParams(Map.of("q", word, parameter, "yesterday"))
                    .get("/api/search")
                    .then()
                    .statusCode(400);
        }
        for (String odd : new String[] {"' OR", "a & | b", "\\", "\"open phrase", "-", "it's", "c++ (x)", "%'"}) {
            find(new Chatter(TestUser.register(), room), Map.of("q", "a" + odd));
        }
    }

    @Test
    void costsTheSameHoweverMuchIsFound() {
        ann.say("text " + word);
        indexed(roomId);
        int few = statements();
        for (int n = 0; n < 4; n++) {
            ann.say("more " + word);
            ben.say("more " + word);
        }
        indexed(roomId);
        find(ann, Map.of("q", word)).body("items", hasSize(9));
        assertThat(statements()).isLessThanOrEqualTo(few);
    }

    /** The smaller of two: what is looked up now and then for everybody, such as a sign-in, is not counted. */
    private int statements() {
        return Math.min(statementsOfOne(), statementsOfOne());
    }

    private int statementsOfOne() {
        String request = UUID.randomUUID().toString();
        try (StatementLog statements = StatementLog.of(request)) {
            ann.user()
                    .rest()
                    .header("X-Request-ID", request)
                    .queryParam("q", word)
                    .get("/api/search")
                    .then()
                    .statusCode(200);
            return statements.count();
        }
    }

    /** Waits until the index knows what is in the log, whoever does the work. */
    private void indexed(UUID id) {
        await().atMost(PATIENCE).until(() -> {
            index.indexAll(List.of(id));
            try (Connection connection = database.getConnection();
                    PreparedStatement prepared = connection.prepareStatement(
                            "SELECT p.seq >= s.last_seq FROM search_position p JOIN stream s ON s.id = p.room_id"
                                    + " WHERE p.room_id = ?")) {
                prepared.setObject(1, id);
                try (ResultSet row = prepared.executeQuery()) {
                    return row.next() && row.getBoolean(1);
                }
            }
        });
    }

    private UUID open(String name) {
        ann.user().rest().put("/api/rooms/{room}", name).then().statusCode(201);
        return idOf(name);
    }

    private UUID idOf(String name) {
        String id = ann.user()
                .rest()
                .get("/api/rooms/{room}", name)
                .then()
                .extract()
                .path("id");
        return UUID.fromString(id);
    }

    private ValidatableResponse find(Chatter who, Map<String, String> parameters) {
        return Chatter.patient(() ->
                        who.user().rest().queryParams(new HashMap<>(parameters)).get("/api/search"))
                .statusCode(200);
    }

    /** Looks in the transaction that deletes: right after it the node's own sweep may have repaired everything. */
    private int documentsLeftByLosingThePosition() throws SQLException {
        try (Connection connection = database.getConnection()) {
            connection.setAutoCommit(false);
            try (PreparedStatement lose = connection.prepareStatement("DELETE FROM search_position WHERE room_id = ?");
                    PreparedStatement count =
                            connection.prepareStatement("SELECT count(*)::int FROM message_search WHERE room_id = ?")) {
                lose.setObject(1, roomId);
                assertThat(lose.executeUpdate()).isOne();
                count.setObject(1, roomId);
                try (ResultSet row = count.executeQuery()) {
                    row.next();
                    return row.getInt(1);
                }
            } finally {
                connection.commit();
                connection.setAutoCommit(true);
            }
        }
    }
}
