package dev.confab.chat.connection;

import static org.assertj.core.api.Assertions.assertThat;

import dev.confab.chat.account.People;
import dev.confab.chat.protocol.ChatClient;
import dev.confab.client.socket.SocketAuth;
import dev.confab.local.test.EmbeddedStackResource;
import io.quarkus.test.common.QuarkusTestResource;
import io.quarkus.test.common.ResourceArg;
import io.quarkus.test.common.http.TestHTTPResource;
import io.quarkus.test.junit.QuarkusTest;
import java.net.URI;
import java.util.Map;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;

@QuarkusTest
@QuarkusTestResource(value = EmbeddedStackResource.class, initArgs = @ResourceArg(name = "database", value = "chat"))
class SocketSignInTest {

    @TestHTTPResource("/ws")
    URI uri;

    private People.SignedIn ada;

    @BeforeEach
    void somebody() {
        ada = People.register("ada");
    }

    private String ownOrigin() {
        return "http://" + uri.getAuthority();
    }

    private String welcome(SocketAuth auth) {
        try (ChatClient client = ChatClient.connect(uri, auth)) {
            return client.ask("hello", fields -> {}).at("/user/username").asText();
        }
    }

    private int refusal(SocketAuth auth) {
        try (ChatClient client = ChatClient.connect(uri, auth)) {
            return client.closeCode();
        }
    }

    @Test
    @Tag("CH-06")
    void takesATokenInAHeaderOrASubprotocolAndTheCookieOfThisOrigin() {
        assertThat(welcome(SocketAuth.bearer(ada.accessToken()))).isEqualTo(ada.username());
        assertThat(welcome(SocketAuth.bearerInSubprotocol(ada.accessToken()))).isEqualTo(ada.username());
        assertThat(welcome(SocketAuth.cookie(ada.session(), ownOrigin()))).isEqualTo(ada.username());
    }

    @Test
    @Tag("CH-06")
    void refusesNobodyAndForgedCredentialsAfterTheHandshake() {
        String forged = ada.accessToken().substring(0, ada.accessToken().length() - 8) + "AAAAAAAA";
        assertThat(refusal(SocketAuth.none())).isEqualTo(4001);
        assertThat(refusal(SocketAuth.bearer("nonsense"))).isEqualTo(4001);
        assertThat(refusal(SocketAuth.bearer(forged))).isEqualTo(4001);
        assertThat(refusal(SocketAuth.bearerInSubprotocol(forged))).isEqualTo(4001);
        assertThat(refusal(SocketAuth.cookie("nonsense", ownOrigin()))).isEqualTo(4001);
    }

    @Test
    @Tag("CH-16")
    void refusesPagesOfForeignOrigins() {
        assertThat(refusal(SocketAuth.cookie(ada.session(), "https://evil.example")))
                .isEqualTo(4003);
        assertThat(refusal(SocketAuth.cookie(ada.session(), "null"))).isEqualTo(4003);
        assertThat(refusal(SocketAuth.cookie(ada.session(), "http://" + uri.getHost() + ":1")))
                .isEqualTo(4003);
    }

    @Test
    @Tag("CH-16")
    void takesTheOriginThatATrustedProxyServes() {
        String cookie = "Cookie: confab_session=" + ada.session();
        try (RawSocket socket = new RawSocket(
                uri,
                cookie,
                "Origin: https://chat.example",
                "X-Forwarded-Proto: https",
                "X-Forwarded-Host: chat.example",
                "X-Forwarded-For: 203.0.113.7")) {
            socket.sendText("{\"type\":\"hello\",\"id\":\"1\"}");
            assertThat(socket.read().text()).contains("\"welcome\"");
        }
        try (RawSocket socket = new RawSocket(
                uri,
                cookie,
                "Origin: http://chat.example",
                "X-Forwarded-Proto: https",
                "X-Forwarded-Host: chat.example")) {
            assertThat(socket.closeCode()).isEqualTo(4003);
        }
    }

    @Test
    @Tag("CH-16")
    void letsNoPageForgeHeadersThroughSubprotocols() {
        try (RawSocket socket = new RawSocket(
                uri,
                "Cookie: confab_session=" + ada.session(),
                "Origin: https://evil.example",
                "Sec-WebSocket-Protocol: confab.v1, quarkus-http-upgrade%23X-Forwarded-Host%23evil.example")) {
            assertThat(socket.status()).isEqualTo(400);
        }
    }

    @Test
    void endsTheConnectionsOfASignInThatIsLoggedOutAndNoOthers() {
        People.SignedIn elsewhere = People.login(ada.username(), People.PASSWORD);
        try (ChatClient here = ChatClient.greeted(uri, ada.accessToken());
                ChatClient there = ChatClient.greeted(uri, elsewhere.accessToken())) {
            People.as(ada).post("/api/auth/logout").then().statusCode(204);

            assertThat(here.closeCode()).isEqualTo(4001);
            assertThat(there.ask("ping", fields -> {}).path("type").asText()).isEqualTo("pong");
        }
    }

    @Test
    void endsAllConnectionsOfSomebodyWhoseSecurityChanged() {
        try (ChatClient token = ChatClient.greeted(uri, ada.accessToken());
                ChatClient cookie = ChatClient.connect(uri, SocketAuth.cookie(ada.session(), ownOrigin()))) {
            People.as(People.admin())
                    .body(Map.of("reason", "test"))
                    .post("/api/users/" + ada.username() + "/ban")
                    .then()
                    .statusCode(200);

            assertThat(token.closeCode()).isEqualTo(4001);
            assertThat(cookie.closeCode()).isEqualTo(4001);
        }
        assertThat(refusal(SocketAuth.bearer(ada.accessToken()))).isEqualTo(4001);
    }
}
