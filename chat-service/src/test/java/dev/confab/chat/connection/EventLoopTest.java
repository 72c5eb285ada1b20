package dev.confab.chat.connection;

import static org.assertj.core.api.Assertions.assertThat;

import dev.confab.chat.account.People;
import dev.confab.chat.protocol.ChatClient;
import dev.confab.client.socket.SocketAuth;
import dev.confab.client.socket.SocketClient;
import dev.confab.local.test.EmbeddedStackResource;
import io.quarkus.test.common.QuarkusTestResource;
import io.quarkus.test.common.ResourceArg;
import io.quarkus.test.common.http.TestHTTPResource;
import io.quarkus.test.junit.QuarkusTest;
import io.vertx.core.Context;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.time.Instant;
import java.util.Map;
import java.util.Queue;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.logging.Handler;
import java.util.logging.Level;
import java.util.logging.LogRecord;
import java.util.logging.Logger;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;

/**
 * Watches every statement that anybody sends to the database, by the protocol log of the JDBC driver, which is written by
 * the thread that then waits for the answer: no event loop may be among them.
 */
@QuarkusTest
@QuarkusTestResource(value = EmbeddedStackResource.class, initArgs = @ResourceArg(name = "database", value = "chat"))
@Tag("CH-17")
class EventLoopTest {

    @TestHTTPResource("/ws")
    URI uri;

    /** Who sends statements. */
    private static final class Senders extends Handler implements AutoCloseable {
        private static final Logger PROTOCOL = Logger.getLogger("org.postgresql.core.v3.QueryExecutorImpl");

        private final Level levelBefore = PROTOCOL.getLevel();
        private final boolean parentBefore = PROTOCOL.getUseParentHandlers();
        private final AtomicInteger statements = new AtomicInteger();
        private final Queue<String> onEventLoops = new ConcurrentLinkedQueue<>();

        Senders() {
            setLevel(Level.ALL);
            PROTOCOL.addHandler(this);
            PROTOCOL.setUseParentHandlers(false);
            PROTOCOL.setLevel(Level.FINEST);
        }

        @Override
        public void publish(LogRecord entry) {
            if (entry.getMessage().contains("FE=> ")) {
                statements.incrementAndGet();
                if (Context.isOnEventLoopThread()) {
                    onEventLoops.add(Thread.currentThread().getName() + ": " + entry.getMessage());
                }
            }
        }

        @Override
        public void flush() {}

        @Override
        public void close() {
            PROTOCOL.removeHandler(this);
            PROTOCOL.setLevel(levelBefore);
            PROTOCOL.setUseParentHandlers(parentBefore);
        }
    }

    @Test
    void noEventLoopWaitsForTheDatabase() {
        try (Senders senders = new Senders()) {
            People.SignedIn ada = People.register("ada");
            People.SignedIn ben = People.login(ada.username(), People.PASSWORD);
            String room = People.freshName("room");
            People.as(ada).put("/api/rooms/" + room).then().statusCode(201);
            overSockets(ada, ben, room);
            overRest(ada, room);

            assertThat(senders.statements.get()).isGreaterThan(50);
            assertThat(senders.onEventLoops).isEmpty();
        }
    }

    private void overSockets(People.SignedIn ada, People.SignedIn ben, String room) {
        String origin = "http://" + uri.getAuthority();
        try (ChatClient client = ChatClient.greeted(uri, ada.accessToken());
                ChatClient page = ChatClient.connect(uri, SocketAuth.cookie(ben.session(), origin));
                SocketClient simple =
                        SocketClient.connect(uri.resolve("/ws/chat/" + room), SocketAuth.bearer(ada.accessToken()))) {
            page.ask("hello", fields -> {});
            client.join(room);
            page.join(room, "another epoch", 0);
            String message =
                    client.send(room, "hello @everyone").path("messageId").asText();
            client.ask(
                    "edit",
                    fields -> fields.put("room", room).put("messageId", message).put("text", "hi"));
            client.ask(
                    "react",
                    fields -> fields.put("room", room).put("messageId", message).put("emoji", "\ud83d\udc4d"));
            client.ask("read", fields -> fields.put("room", room).put("seq", 1));
            client.ask("typing", fields -> fields.put("room", room).put("active", true));
            simple.sendJson(Map.of("message", "from afar"));
            simple.receiveType("message", ChatClient.PATIENCE);
            client.ask("delete", fields -> fields.put("room", room).put("messageId", message));
            client.ask("leave", fields -> fields.put("room", room));
        }
    }

    private static void overRest(People.SignedIn ada, String room) {
        String sendAt = Instant.now().plusSeconds(3600).toString();
        for (String path : new String[] {"/messages", "/members", "/presence"}) {
            People.as(ada).get("/api/rooms/" + room + path).then().statusCode(200);
        }
        People.as(ada).get("/api/rooms").then().statusCode(200);
        People.as(ada).get("/api/me").then().statusCode(200);
        People.as(ada)
                .body(Map.of("clientMessageId", "over-rest", "text", "over rest"))
                .post("/api/rooms/" + room + "/messages")
                .then()
                .statusCode(201);
        People.as(ada)
                .body(Map.of("text", "later", "sendAt", sendAt))
                .post("/api/rooms/" + room + "/scheduled")
                .then()
                .statusCode(201);
        People.as(ada)
                .contentType("application/octet-stream")
                .header("X-File-Name", "note.txt")
                .body("a note".getBytes(StandardCharsets.UTF_8))
                .post("/api/rooms/" + room + "/attachments")
                .then()
                .statusCode(201);
        People.as(ada).post("/api/auth/logout").then().statusCode(204);
    }
}
