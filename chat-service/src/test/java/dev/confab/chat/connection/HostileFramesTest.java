package dev.confab.chat.connection;

import static org.assertj.core.api.Assertions.assertThat;

import dev.confab.chat.account.People;
import dev.confab.local.test.EmbeddedStackResource;
import io.quarkus.test.common.QuarkusTestResource;
import io.quarkus.test.common.ResourceArg;
import io.quarkus.test.common.http.TestHTTPResource;
import io.quarkus.test.junit.QuarkusTest;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;

@QuarkusTest
@QuarkusTestResource(value = EmbeddedStackResource.class, initArgs = @ResourceArg(name = "database", value = "chat"))
@Tag("CH-05")
class HostileFramesTest {

    private static final int LIMIT = 64 * 1024;
    private static final String HELLO = "{\"type\":\"hello\",\"id\":\"1\"}";

    private static @Nullable String token;

    @TestHTTPResource("/ws")
    URI uri;

    private RawSocket greeted() {
        if (token == null) {
            token = People.register("eve").accessToken();
        }
        RawSocket socket = new RawSocket(uri, "Authorization: Bearer " + token);
        assertThat(socket.status()).isEqualTo(101);
        socket.sendText(HELLO);
        assertThat(socket.read().text()).contains("\"welcome\"");
        return socket;
    }

    @Test
    void closesOnTextThatIsNotUtf8() {
        try (RawSocket socket = greeted()) {
            socket.send(RawSocket.TEXT, true, new byte[] {'{', (byte) 0xC3, (byte) 0x28, '}'});
            assertThat(socket.closeCode()).isEqualTo(1007);
        }
        try (RawSocket socket = greeted()) {
            byte[] half = "ü".getBytes(StandardCharsets.UTF_8);
            socket.send(RawSocket.TEXT, false, new byte[] {half[0]});
            socket.send(RawSocket.CONTINUATION, true, new byte[] {'x'});
            assertThat(socket.closeCode()).isEqualTo(1007);
        }
    }

    @Test
    void takesAMessageInFragmentsEvenInTheMiddleOfACharacter() {
        try (RawSocket socket = greeted()) {
            byte[] frame = "{\"type\":\"ping\",\"id\":\"ü\"}".getBytes(StandardCharsets.UTF_8);
            int middle = frame.length - 3;
            socket.send(RawSocket.TEXT, false, Arrays.copyOfRange(frame, 0, middle));
            socket.send(RawSocket.PING, true, new byte[] {1});
            socket.send(RawSocket.CONTINUATION, true, Arrays.copyOfRange(frame, middle, frame.length));

            assertThat(socket.read().opcode()).isEqualTo(RawSocket.PONG);
            assertThat(socket.read().text()).contains("\"pong\"").contains("ü");
        }
    }

    @Test
    void closesOnMessagesOverTheLimitHoweverTheyCome() {
        try (RawSocket socket = greeted()) {
            socket.send(RawSocket.TEXT, true, new byte[LIMIT + 1]);
            assertThat(socket.closeCode()).isEqualTo(1009);
        }
        try (RawSocket socket = greeted()) {
            socket.send(RawSocket.TEXT, false, " ".repeat(LIMIT).getBytes(StandardCharsets.UTF_8));
            socket.send(RawSocket.CONTINUATION, true, new byte[] {' '});
            assertThat(socket.closeCode()).isEqualTo(1009);
        }
        try (RawSocket socket = greeted()) {
            socket.header(RawSocket.TEXT, true, 100_000_000);
            assertThat(socket.closeCode()).isEqualTo(1009);
        }
    }

    @Test
    void takesAMessageOfExactlyTheLimit() {
        try (RawSocket socket = greeted()) {
            String ping = "{\"type\":\"ping\",\"id\":\"1\"}";
            socket.sendText(ping + " ".repeat(LIMIT - ping.length()));
            assertThat(socket.read().text()).contains("\"pong\"");
        }
    }

    @Test
    void closesOnBinaryMessages() {
        try (RawSocket socket = greeted()) {
            socket.send(RawSocket.BINARY, true, new byte[] {1, 2, 3});
            assertThat(socket.closeCode()).isEqualTo(3500);
        }
    }

    @Test
    void holdsBackAClientThatFloodsAndLosesNothing() {
        try (RawSocket socket = greeted()) {
            int count = 2_000;
            Thread.ofVirtual().start(() -> {
                for (int number = 0; number < count; number++) {
                    socket.sendText("{\"type\":\"ping\",\"id\":\"" + number + "\"}");
                }
            });
            for (int number = 0; number < count; number++) {
                assertThat(socket.read().text()).contains("\"id\":\"" + number + "\"");
            }
        }
    }

    @Test
    void closesAfterTooManyErrors() {
        try (RawSocket socket = greeted()) {
            for (int number = 0; number < 120; number++) {
                socket.sendText("nonsense");
            }
            assertThat(socket.closeCode()).isEqualTo(3004);
        }
    }
}
