package dev.confab.notification.protocol;

import static dev.confab.local.test.Patience.await;
import static io.restassured.RestAssured.given;
import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import dev.confab.client.AccessTokens;
import dev.confab.client.ConfabException;
import dev.confab.client.StreamPosition;
import dev.confab.client.connection.Backoff;
import dev.confab.client.connection.ConfabNotifications;
import dev.confab.client.connection.ConnectionSettings;
import dev.confab.client.connection.NotificationListener;
import dev.confab.client.rest.Notification;
import dev.confab.client.socket.SocketAuth;
import dev.confab.client.socket.SocketClient;
import dev.confab.common.docs.AsyncApi;
import dev.confab.local.test.EmbeddedStackResource;
import dev.confab.local.test.TokenIssuer;
import dev.confab.local.test.TokenIssuerResource;
import io.quarkus.test.common.QuarkusTestResource;
import io.quarkus.test.common.ResourceArg;
import io.quarkus.test.common.http.TestHTTPResource;
import io.quarkus.test.junit.QuarkusTest;
import java.net.URI;
import java.time.Duration;
import java.time.Instant;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.UUID;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.stream.IntStream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;

@QuarkusTest
@QuarkusTestResource(
        value = EmbeddedStackResource.class,
        initArgs = @ResourceArg(name = "database", value = "notification"))
@QuarkusTestResource(TokenIssuerResource.class)
@Tag("NO-01")
class NotificationSocketTest {

    private static final Duration PATIENCE = Duration.ofSeconds(60);

    @TestHTTPResource("/ws/notifications")
    URI uri;

    TokenIssuer issuer;

    private final AsyncApi api = new AsyncApi();
    private final ChatEvents chat = new ChatEvents();
    private final Map<SocketClient, JsonNode> greetings = new HashMap<>();
    private final UUID id = UUID.randomUUID();
    private final String ann = "ann" + id.toString().substring(0, 8);

    @AfterEach
    void close() {
        chat.close();
    }

    private String token() {
        return issuer.token(id, ann, Instant.now().plusSeconds(600), "user");
    }

    private String ownOrigin() {
        return "http://" + uri.getAuthority();
    }

    /** A socket that has been greeted; see {@link #greeting}. */
    private SocketClient tab(SocketAuth auth) {
        return tab(auth, Map.of());
    }

    private SocketClient tab(SocketAuth auth, Map<String, ?> fields) {
        Map<String, Object> hello = new HashMap<>(fields);
        hello.put("type", "hello");
        hello.put("id", "1");
        for (int attempt = 0; attempt < 20; attempt++) {
            SocketClient tab = SocketClient.connect(uri, auth);
            tab.sendJson(hello);
            JsonNode greeting = nextGreeting(tab);
            if (greeting.path("id").asText().equals("1")) {
                greetings.put(tab, greeting);
                return tab;
            }
            // Whoever is silent for a second is greeted unasked, and this one was too slow.
            tab.close();
        }
        throw new AssertionError("always too late");
    }

    /** How a tab was greeted. */
    private JsonNode greeting(SocketClient tab) {
        return greetings.get(tab);
    }

    private static JsonNode nextGreeting(SocketClient tab) {
        JsonNode hello = tab.receiveJson(PATIENCE);
        assertThat(hello.path("type").asText()).isEqualTo("hello");
        return hello;
    }

    private int refusal(SocketAuth auth) {
        try (SocketClient socket = SocketClient.connect(uri, auth)) {
            return socket.closeCode(PATIENCE);
        }
    }

    @Test
    @Tag("NO-02")
    void pushesToEveryTabAndWhatOneReadsIsReadInAll() {
        try (SocketClient one = tab(SocketAuth.bearer(token()));
                SocketClient two = tab(SocketAuth.bearerInSubprotocol(token()))) {
            assertThat(greeting(one).path("unread").asLong()).isZero();
            JsonNode hello = greeting(two);
            assertThat(hello.path("id").asText()).isEqualTo("1");
            assertThat(hello.at("/user/username").asText()).isEqualTo(ann);

            chat.mention(id, ann, "hi @" + ann);

            JsonNode first = one.receiveType("notification", PATIENCE);
            JsonNode second = two.receiveType("notification", PATIENCE);
            assertThat(first.at("/notification/text").asText()).isEqualTo("hi @" + ann);
            assertThat(first.at("/notification/actor/username").asText()).isEqualTo("bob");
            assertThat(second).isEqualTo(first);
            api.check("inboxGreeting", hello);
            api.check("inboxNotification", first);
            assertThat(second.path("seq").asLong()).isEqualTo(hello.path("seq").asLong() + 1);

            String notification = first.at("/notification/id").asText();
            one.sendJson(Map.of("type", "read", "id", "2", "ids", List.of(notification)));

            JsonNode ok = one.receiveType("ok", PATIENCE);
            JsonNode read = two.receiveType("read", PATIENCE);
            api.check("inboxOk", ok);
            api.check("inboxMarkedRead", read);
            assertThat(ok.path("unread").asLong()).isZero();
            assertThat(read.at("/ids/0").asText()).isEqualTo(notification);
            assertThat(read.path("unread").asLong()).isZero();
        }
        try (SocketClient later = SocketClient.connect(uri, SocketAuth.bearer(token()))) {
            // Says nothing and is greeted all the same.
            assertThat(nextGreeting(later).path("unread").asLong()).isZero();
        }
    }

    @Test
    void deliversEverythingOnceAndInOrderThoughTheSocketIsCutAgainAndAgain() {
        List<String> heard = new CopyOnWriteArrayList<>();
        List<String> gaps = new CopyOnWriteArrayList<>();
        NotificationListener ears = new NotificationListener() {
            @Override
            public void onNotification(Notification notification, StreamPosition position) {
                heard.add(notification.text());
            }

            @Override
            public void onGap(StreamPosition lastSeen, StreamPosition continuesAfter) {
                gaps.add(lastSeen + " " + continuesAfter);
            }
        };
        ConnectionSettings settings =
                ConnectionSettings.DEFAULT.withBackoff(new Backoff(Duration.ofMillis(20), Duration.ofMillis(200)));
        try (ConfabNotifications inbox =
                ConfabNotifications.open(uri, AccessTokens.fixed(token()), ears, settings, new Random(1), null)) {
            await().atMost(PATIENCE).until(() -> inbox.position().join().isPresent());
            List<String> said =
                    IntStream.range(0, 24).mapToObj(number -> "hi " + number).toList();
            for (int number = 0; number < said.size(); number++) {
                chat.mention(id, ann, said.get(number));
                if (number % 6 == 3) {
                    inbox.breakLink();
                }
            }

            await().atMost(PATIENCE).untilAsserted(() -> assertThat(heard).hasSizeGreaterThanOrEqualTo(said.size()));
            assertThat(heard).containsExactlyElementsOf(said);
            assertThat(gaps).isEmpty();
        }
    }

    @Test
    void saysWhereAPositionCannotBeContinued() {
        try (SocketClient tab =
                tab(SocketAuth.bearer(token()), Map.of("me", Map.of("epoch", "of another database", "seq", 5)))) {
            JsonNode hello = greeting(tab);
            assertThat(hello.path("recovered").asBoolean(true)).isFalse();
            assertThat(hello.path("from").asLong()).isEqualTo(hello.path("seq").asLong() + 1);
        }
    }

    @Test
    @Tag("CH-06")
    void refusesNobodyForgedAndExpiredTokensAndUnknownCookies() {
        assertThat(refusal(SocketAuth.none())).isEqualTo(4001);
        assertThat(refusal(SocketAuth.bearer(issuer.forged(ann)))).isEqualTo(4001);
        assertThat(refusal(SocketAuth.bearer(issuer.tokenOfIssuer("elsewhere", ann))))
                .isEqualTo(4001);
        assertThat(refusal(SocketAuth.bearer(issuer.token(id, ann, Instant.now().minusSeconds(120), "user"))))
                .isEqualTo(4001);
        assertThat(refusal(SocketAuth.cookie("nonsense", ownOrigin()))).isEqualTo(4001);
    }

    @Test
    @Tag("CH-16")
    void takesCookiesFromPagesOfAllowedOriginsOnly() {
        String session = issuer.session(id, ann, "user");

        assertThat(refusal(SocketAuth.cookie(session, "https://evil.example"))).isEqualTo(4003);
        try (SocketClient own = tab(SocketAuth.cookie(session, ownOrigin()));
                SocketClient chats = tab(SocketAuth.cookie(session, "https://chat.example"))) {
            assertThat(greeting(own).at("/user/username").asText()).isEqualTo(ann);
            assertThat(greeting(chats).at("/user/username").asText()).isEqualTo(ann);
        }
    }

    @Test
    @Tag("CH-05")
    void answersMalformedFramesAndEndsWhenThereAreTooMany() {
        try (SocketClient tab = tab(SocketAuth.bearer(token()))) {
            for (String text :
                    List.of("{", "[]", "{\"type\":\"nothing\"}", "{\"type\":\"read\",\"id\":\"1\",\"ids\":[\"x\"]}")) {
                tab.sendText(text);
                JsonNode error = tab.receiveType("error", PATIENCE);
                api.check("failure", error);
                assertThat(error.path("code").asText()).isIn("malformed_json", "invalid_frame", "unknown_type");
            }
            tab.sendJson(Map.of("type", "ping", "id", "9"));
            assertThat(tab.receiveType("pong", PATIENCE).path("id").asText()).isEqualTo("9");

            sendUntilClosed(tab);
            assertThat(tab.closeCode(PATIENCE)).isEqualTo(3004);
        }
    }

    private static void sendUntilClosed(SocketClient tab) {
        try {
            for (int number = 0; number < 200; number++) {
                tab.sendText("{");
            }
        } catch (ConfabException closed) {
            // What the test waits for.
        }
    }

    @Test
    void aBanEndsTokensAndSocketsWithinSeconds() {
        chat.account(id, ann, false, null, 1);
        String session = issuer.session(id, ann, "user");
        String token = token();
        try (SocketClient byToken = tab(SocketAuth.bearer(token));
                SocketClient byCookie = tab(SocketAuth.cookie(session, ownOrigin()))) {
            issuer.endSession(session);
            chat.account(id, ann, true, Instant.now(), 2);

            assertThat(byToken.closeCode(PATIENCE)).isEqualTo(4001);
            assertThat(byCookie.closeCode(PATIENCE)).isEqualTo(4001);
        }
        assertThat(refusal(SocketAuth.bearer(token))).isEqualTo(4001);
        assertThat(given().auth().preemptive().oauth2(token).get("/api/whoami").<String>path("code"))
                .isEqualTo("banned");
    }

    @Test
    void signInsFromBeforeAPasswordChangeEndAndLaterOnesGoOn() {
        chat.account(id, ann, false, null, 1);
        String session = issuer.session(id, ann, "user");
        String before = token();
        try (SocketClient old = tab(SocketAuth.bearer(before));
                SocketClient browser = tab(SocketAuth.cookie(session, ownOrigin()))) {

            // The session of the browser in which the password was changed survives.
            chat.account(id, ann, false, Instant.now(), 2);

            assertThat(old.closeCode(PATIENCE)).isEqualTo(4001);
            chat.mention(id, ann, "still there?");
            assertThat(browser.receiveType("notification", PATIENCE)
                            .at("/notification/text")
                            .asText())
                    .isEqualTo("still there?");
        }
        assertThat(refusal(SocketAuth.bearer(before))).isEqualTo(4001);
    }

    @Test
    void aSocketOfABrowserEndsAfterALogout() {
        String session = issuer.session(id, ann, "user");
        try (SocketClient tab = tab(SocketAuth.cookie(session, ownOrigin()))) {

            issuer.endSession(session);

            assertThat(tab.closeCode(PATIENCE)).isEqualTo(4001);
        }
    }
}
