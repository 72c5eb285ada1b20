package dev.confab.chat.auth;

import static org.assertj.core.api.Assertions.assertThat;

import dev.confab.chat.account.People;
import dev.confab.chat.account.People.SignedIn;
import dev.confab.chat.protocol.ChatClient;
import dev.confab.client.socket.SocketAuth;
import dev.confab.local.test.EmbeddedStackResource;
import io.quarkus.test.common.QuarkusTestResource;
import io.quarkus.test.common.ResourceArg;
import io.quarkus.test.common.http.TestHTTPResource;
import io.quarkus.test.junit.QuarkusTest;
import io.smallrye.jwt.build.Jwt;
import jakarta.inject.Inject;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.time.Instant;
import java.util.Base64;
import java.util.Set;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;

@QuarkusTest
@QuarkusTestResource(value = EmbeddedStackResource.class, initArgs = @ResourceArg(name = "database", value = "chat"))
@Tag("CH-06")
class SocketSignInEndTest {
    @Inject
    SigningKeyService keys;

    @Inject
    LateHandshake handshakes;

    @TestHTTPResource("/ws")
    URI uri;

    private SignedIn ada;

    @BeforeEach
    void somebody() {
        ada = People.register("ada");
    }

    @Test
    void closesASocketWhenItsTokenExpires() {
        try (ChatClient client =
                ChatClient.greeted(uri, tokenUntil(Instant.now().plusSeconds(20)))) {
            assertThat(client.closeCode()).isEqualTo(4001);
            assertThat(client.socket().closeReason(ChatClient.PATIENCE)).isEqualTo("token expired");
        }
    }

    @Test
    void closesASocketWhoseSignInEndedWhileItWasBeingOpened() {
        try (ChatClient early = ChatClient.greeted(uri, ada.accessToken())) {
            handshakes.holdUpNext(() -> {
                People.as(ada).post("/api/auth/logout").then().statusCode(204);
                // All sockets that this node knew of are closed: the one that is coming is not among them.
                assertThat(early.closeCode()).isEqualTo(4001);
            });

            try (ChatClient late = ChatClient.connect(uri, SocketAuth.bearer(ada.accessToken()))) {
                assertThat(late.closeCode()).isEqualTo(4001);
            }
        }
    }

    private String tokenUntil(Instant end) {
        SigningKey key = keys.keys().signing(Instant.now());
        return Jwt.issuer("confab")
                .subject(ada.id())
                .upn(ada.username())
                .groups(Set.of("user"))
                .claim(AccessTokenIssuer.SIGN_IN_CLAIM, signInId())
                .issuedAt(Instant.now())
                .expiresAt(end)
                .jws()
                .keyId(key.kid())
                .sign(key.privateKey());
    }

    private String signInId() {
        String claims = new String(
                Base64.getUrlDecoder().decode(ada.accessToken().split("\\.", -1)[1]), StandardCharsets.UTF_8);
        return claims.replaceAll(".*\"sid\":\"([^\"]+)\".*", "$1");
    }
}
