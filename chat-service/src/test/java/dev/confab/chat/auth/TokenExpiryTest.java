package dev.confab.chat.auth;

import static dev.confab.local.test.Patience.await;
import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import dev.confab.chat.account.People;
import dev.confab.chat.protocol.ChatClient;
import dev.confab.client.socket.SocketAuth;
import dev.confab.local.test.EmbeddedStackResource;
import io.quarkus.test.common.QuarkusTestResource;
import io.quarkus.test.common.ResourceArg;
import io.quarkus.test.common.http.TestHTTPResource;
import io.quarkus.test.junit.QuarkusTest;
import io.smallrye.jwt.algorithm.SignatureAlgorithm;
import io.smallrye.jwt.build.Jwt;
import jakarta.inject.Inject;
import java.io.IOException;
import java.net.URI;
import java.time.Duration;
import java.time.Instant;
import java.util.Base64;
import java.util.Objects;
import java.util.Set;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;

@QuarkusTest
@QuarkusTestResource(value = EmbeddedStackResource.class, initArgs = @ResourceArg(name = "database", value = "chat"))
class TokenExpiryTest {

    /** Short enough to wait for; whoever comes in too late tries again. */
    private static final Duration LEFT = Duration.ofSeconds(5);

    @TestHTTPResource("/ws")
    URI uri;

    @Inject
    SigningKeyService keys;

    @Inject
    AuthConfig config;

    @Inject
    ObjectMapper json;

    @Test
    @Tag("CH-06")
    void anOpenSocketEndsWithTheTokenThatOpenedItAndNoOther() throws IOException {
        People.SignedIn ada = People.register("ada");
        String origin = "http://" + uri.getAuthority();
        try (ChatClient lasting = ChatClient.greeted(uri, ada.accessToken());
                ChatClient page = ChatClient.connect(uri, SocketAuth.cookie(ada.session(), origin))) {
            // Whoever does not greet is sent away.
            assertThat(page.ask("hello", fields -> {}).at("/user/username").asText())
                    .isEqualTo(ada.username());
            try (ChatClient ending = await().ignoreExceptions()
                    .until(() -> ChatClient.greeted(uri, endingSoon(ada)), Objects::nonNull)) {
                assertThat(ending.closeCode()).isEqualTo(4001);
                assertThat(ending.socket().closeReason(ChatClient.PATIENCE)).isEqualTo("token expired");
            }
            assertThat(lasting.ask("ping", fields -> {}).path("type").asText()).isEqualTo("pong");
            assertThat(page.ask("ping", fields -> {}).path("type").asText()).isEqualTo("pong");
        }
    }

    /** As the service would have issued it almost a lifetime ago. */
    private String endingSoon(People.SignedIn somebody) throws IOException {
        Instant now = Instant.now();
        SigningKey key = keys.keys().signing(now);
        JsonNode claims = json.readTree(
                Base64.getUrlDecoder().decode(somebody.accessToken().split("\\.", -1)[1]));
        return Jwt.issuer(config.issuer())
                .subject(somebody.id())
                .upn(somebody.username())
                .preferredUserName(somebody.username())
                .groups(Set.of("user"))
                .claim(
                        AccessTokenIssuer.SIGN_IN_CLAIM,
                        claims.path(AccessTokenIssuer.SIGN_IN_CLAIM).asText())
                .issuedAt(now)
                .expiresAt(now.plus(LEFT))
                .jws()
                .algorithm(SignatureAlgorithm.RS256)
                .keyId(key.kid())
                .sign(key.privateKey());
    }
}
