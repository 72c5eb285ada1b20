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
import jakarta.inject.Inject;
import java.net.URI;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;

@QuarkusTest
@QuarkusTestResource(value = EmbeddedStackResource.class, initArgs = @ResourceArg(name = "database", value = "chat"))
@Tag("CH-06")
class SocketSignInEndTest {
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
}
