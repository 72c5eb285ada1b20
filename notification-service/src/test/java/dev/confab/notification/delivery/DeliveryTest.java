package dev.confab.notification.delivery;

import static dev.confab.local.test.Patience.await;
import static io.restassured.RestAssured.given;
import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import dev.confab.common.account.AccountState;
import dev.confab.common.online.LastSeen;
import dev.confab.common.online.OnlineUsers;
import dev.confab.common.task.TaskRequest;
import dev.confab.common.task.TaskRequestCodec;
import dev.confab.common.task.TaskTopics;
import dev.confab.local.test.EmbeddedStackResource;
import dev.confab.local.test.TokenIssuer;
import dev.confab.local.test.TokenIssuerResource;
import dev.confab.notification.testing.Elsewhere;
import dev.confab.notification.testing.InboxDatabase;
import dev.confab.notification.testing.Posted;
import dev.confab.notification.testing.Posted.TestRoom;
import dev.confab.notification.testing.Somebody;
import io.quarkus.test.common.QuarkusTestResource;
import io.quarkus.test.common.ResourceArg;
import io.quarkus.test.junit.QuarkusTest;
import io.quarkus.test.junit.QuarkusTestProfile;
import io.quarkus.test.junit.TestProfile;
import io.restassured.path.json.JsonPath;
import jakarta.inject.Inject;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.UUID;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.awaitility.core.ConditionFactory;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;

/** Mails are due almost at once here. */
@QuarkusTest
@TestProfile(DeliveryTest.Profile.class)
@QuarkusTestResource(
        value = EmbeddedStackResource.class,
        initArgs = @ResourceArg(name = "database", value = "notification"))
@QuarkusTestResource(TokenIssuerResource.class)
@Tag("NO-02")
class DeliveryTest {
    private static final String TRACE = "00-0af7651916cd43dd8448eb211c80319c-b7ad6b7169203331-01";

    TokenIssuer issuer;

    @Inject
    InboxDatabase database;

    @Inject
    OnlineUsers online;

    @Inject
    DeliveryService deliveries;

    final Elsewhere elsewhere = new Elsewhere();
    final TestRoom room = new TestRoom();
    final Somebody ann = Somebody.named("ann");
    final Somebody ben = Somebody.named("ben");

    /** A second, in which a test can still be faster. */
    public static class Profile implements QuarkusTestProfile {
        @Override
        public Map<String, String> getConfigOverrides() {
            return Map.of(
                    "confab.notifications.email.delay", "1s",
                    "confab.notifications.email.poll-interval", "500ms",
                    "confab.notifications.web-url", "https://chat.example.org/");
        }
    }

    @BeforeEach
    void register() {
        elsewhere.registers(ann, ben);
    }

    @AfterEach
    void close() {
        elsewhere.close();
    }

    @Test
    void whoIsAwayGetsAMailWithALinkUnderTheRequestThatCausedIt() throws Exception {
        Posted message = Posted.mentioning(room, ben, ann).saying("<b>hello</b> & welcome");
        elsewhere.posts(message, "request-7", TRACE);

        eventually().untilAsserted(() -> assertThat(database.deliveries(ann)).containsExactly("submitted unread"));
        UUID notification = UUID.fromString(database.stored(ann).getFirst());
        JsonPath why = why(ann, notification);
        assertThat(why.getString("channel")).isEqualTo("email");
        UUID task = UUID.fromString(why.getString("taskId"));

        eventually().untilAsserted(() -> assertThat(requests(task)).hasSize(1));
        TaskRequest request = requests(task).getFirst();
        assertThat(request.type()).isEqualTo("send-email");
        assertThat(request.requestId()).isEqualTo("request-7");
        assertThat(request.traceParent()).contains("0af7651916cd43dd8448eb211c80319c");
        assertThat(request.payload().path("to").asText()).isEqualTo(ann.email());
        assertThat(request.payload().path("subject").asText())
                .isEqualTo(ben.username() + " mentioned you in " + room.name());
        String link = "https://chat.example.org/rooms/" + room.name() + "?at=" + message.seq();
        assertThat(request.payload().path("text").asText())
                .contains("<b>hello</b> & welcome")
                .contains(link);
        assertThat(request.payload().path("html").asText())
                .contains("&lt;b&gt;hello&lt;/b&gt; &amp; welcome")
                .contains("href=\"" + link + "\"");
    }

    @Test
    void aMailCallsAConversationByNoNameThatPeopleDoNotKnow() throws Exception {
        TestRoom conversation = TestRoom.conversation();
        elsewhere.posts(Posted.mentioning(conversation, ben, ann).saying("hello"));

        eventually().untilAsserted(() -> assertThat(database.deliveries(ann)).containsExactly("submitted unread"));
        UUID task = UUID.fromString(
                why(ann, UUID.fromString(database.stored(ann).getFirst())).getString("taskId"));
        eventually().untilAsserted(() -> assertThat(requests(task)).hasSize(1));
        JsonNode payload = requests(task).getFirst().payload();
        assertThat(payload.path("subject").asText()).isEqualTo(ben.username() + " mentioned you in a conversation");
        assertThat(payload.path("text").asText())
                .contains("mentioned you in a conversation:")
                .contains("/rooms/" + conversation.name() + "?at=");
    }

    @Test
    void whoIsOnlineGetsNone() {
        UUID connection = UUID.randomUUID();
        online.connected(ann.id(), connection);
        try {
            eventually()
                    .untilAsserted(() -> assertThat(online.lastSeen(List.of(ann.id())))
                            .containsEntry(ann.id(), new LastSeen.Online()));
            elsewhere.posts(Posted.mentioning(room, ben, ann));
            eventually()
                    .untilAsserted(() -> assertThat(database.deliveries(ann)).containsExactly("skipped online"));
        } finally {
            online.disconnected(ann.id(), connection);
        }
    }

    @Test
    void everyDecisionHasItsReason() {
        Somebody silent = Somebody.named("silent");
        elsewhere.account(new AccountState(silent.id(), silent.username(), null, Set.of("user"), false, null, 1));
        Somebody unknown = Somebody.named("unknown");
        elsewhere.posts(Posted.mentioning(room, ben, silent, unknown));
        elsewhere.posts(Posted.mentioning(room, ben, ann).at(Instant.now().minus(Duration.ofDays(3))));

        eventually().untilAsserted(() -> {
            assertThat(database.deliveries(silent)).containsExactly("skipped no_address");
            assertThat(database.deliveries(unknown)).containsExactly("pending account_unknown");
            assertThat(database.deliveries(ann)).containsExactly("skipped too_old");
        });
    }

    @Test
    void nodesThatDecideAtTheSameTimeSubmitEachTaskOnce() throws Exception {
        for (int i = 0; i < 30; i++) {
            elsewhere.posts(Posted.mentioning(room, ben, ann));
        }
        eventually().untilAsserted(() -> assertThat(database.stored(ann)).hasSize(30));

        try (ExecutorService nodes = Executors.newFixedThreadPool(6)) {
            List<Future<?>> running = new ArrayList<>();
            for (int node = 0; node < 6; node++) {
                running.add(nodes.submit(() -> {
                    while (database.deliveries(ann).contains("pending -")) {
                        deliveries.decideDue();
                    }
                }));
            }
            for (Future<?> node : running) {
                node.get();
            }
        }

        Set<String> to = Set.of(ann.email());
        eventually().untilAsserted(() -> assertThat(requestsTo(to)).hasSize(30));
        assertThat(database.deliveries(ann)).containsOnly("submitted unread");
        assertThat(requestsTo(to)).extracting(TaskRequest::id).doesNotHaveDuplicates();
    }

    private JsonPath why(Somebody person, UUID notification) {
        return given().header(
                        "Authorization",
                        "Bearer "
                                + issuer.token(
                                        person.id(),
                                        person.username(),
                                        Instant.now().plusSeconds(60),
                                        "user"))
                .get("/api/notifications/{id}/delivery", notification)
                .then()
                .statusCode(200)
                .extract()
                .jsonPath();
    }

    private static List<TaskRequest> requests(UUID id) throws Exception {
        return requests().stream().filter(request -> request.id().equals(id)).toList();
    }

    private static List<TaskRequest> requestsTo(Set<String> addresses) throws Exception {
        return requests().stream()
                .filter(request ->
                        addresses.contains(request.payload().path("to").asText()))
                .toList();
    }

    private static List<TaskRequest> requests() throws Exception {
        List<TaskRequest> requests = new ArrayList<>();
        for (ConsumerRecord<String, byte[]> record : Elsewhere.recordsOn(TaskTopics.requests("email"))) {
            requests.add(TaskRequestCodec.decode(record));
        }
        return requests;
    }

    private static ConditionFactory eventually() {
        return await().atMost(Duration.ofSeconds(60)).ignoreExceptions();
    }
}
