package dev.confab.chat.connection;

import static dev.confab.local.test.Patience.await;
import static org.assertj.core.api.Assertions.assertThat;

import dev.confab.chat.account.People;
import dev.confab.chat.protocol.ChatClient;
import dev.confab.client.socket.SocketAuth;
import dev.confab.client.socket.SocketClient;
import dev.confab.common.connection.ConnectionConfig;
import dev.confab.common.connection.ConnectionDrain;
import dev.confab.common.connection.ConnectionRegistry;
import dev.confab.local.test.EmbeddedStackResource;
import io.quarkus.runtime.ShutdownDelayInitiatedEvent;
import io.quarkus.test.common.QuarkusTestResource;
import io.quarkus.test.common.ResourceArg;
import io.quarkus.test.common.http.TestHTTPResource;
import io.quarkus.test.junit.QuarkusTest;
import jakarta.inject.Inject;
import java.net.URI;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;

@QuarkusTest
@QuarkusTestResource(value = EmbeddedStackResource.class, initArgs = @ResourceArg(name = "database", value = "chat"))
class ConnectionDrainTest {

    @TestHTTPResource("/ws")
    URI uri;

    @Inject
    ConnectionRegistry registry;

    @Inject
    ConnectionConfig config;

    @Test
    void tellsEveryClientWhenToComeBackAndKeepsThemPresentMeanwhile() {
        People.SignedIn ada = People.register("ada");
        String room = People.freshName("room");
        People.as(ada).put("/api/rooms/" + room).then().statusCode(201);
        SocketClient first =
                SocketClient.connect(uri.resolve("/ws/chat/" + room), SocketAuth.bearer(ada.accessToken()));
        first.receiveType("user_join", ChatClient.PATIENCE);
        List<SocketClient> clients = Stream.concat(
                        Stream.of(first),
                        Stream.of(uri, uri.resolve("/ws/chat/" + room))
                                .map(endpoint -> SocketClient.connect(endpoint, SocketAuth.bearer(ada.accessToken()))))
                .toList();

        // Clients hear that they are connected before the server knows it.
        await().until(() -> registry.size() == clients.size());
        // One of its own: that of the server would refuse the clients of all later tests.
        ConnectionDrain drain = new ConnectionDrain(registry, config);
        drain.drain(new ShutdownDelayInitiatedEvent());

        assertThat(drain.isDraining()).isTrue();
        for (SocketClient client : clients) {
            assertThat(client.closeCode(ChatClient.PATIENCE)).isEqualTo(1012);
            assertThat(client.closeReason(ChatClient.PATIENCE)).matches("\\{\"retryAfterMs\":\\d{1,4}}");
        }
        await().until(() -> registry.size() == 0);
        assertThat(People.as(ada).get("/api/rooms/{room}/presence", room).<Integer>path("count"))
                .isEqualTo(1);
    }
}
