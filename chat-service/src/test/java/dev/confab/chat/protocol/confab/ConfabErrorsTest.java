package dev.confab.chat.protocol.confab;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import dev.confab.chat.account.People;
import dev.confab.chat.protocol.ChatClient;
import dev.confab.local.test.EmbeddedStackResource;
import io.quarkus.test.common.QuarkusTestResource;
import io.quarkus.test.common.ResourceArg;
import io.quarkus.test.common.http.TestHTTPResource;
import io.quarkus.test.junit.QuarkusTest;
import java.net.URI;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

@QuarkusTest
@QuarkusTestResource(value = EmbeddedStackResource.class, initArgs = @ResourceArg(name = "database", value = "chat"))
@Tag("CH-05")
class ConfabErrorsTest {

    private static @Nullable String token;

    @TestHTTPResource("/ws")
    URI uri;

    /** One person for all cases: making one is the slowest part of them. */
    private static String token() {
        if (token == null) {
            token = People.register("eve").accessToken();
        }
        return token;
    }

    @ParameterizedTest
    @CsvSource(delimiter = '|', quoteCharacter = '`', textBlock = """
            nonsense                                                         | malformed_json |
            {"type":"join","id":"7","id":"7","room":"x"}                     | malformed_json |
            []                                                               | invalid_frame  |
            {"id":"7"}                                                       | invalid_frame  | 7
            {"type":7,"id":"7"}                                              | invalid_frame  | 7
            {"type":"dance","id":"7"}                                        | unknown_type   | 7
            {"type":"join","room":"x"}                                       | invalid_frame  |
            {"type":"join","id":7,"room":"x"}                                | invalid_frame  |
            {"type":"join","id":"7"}                                         | invalid_frame  | 7
            {"type":"join","id":"7","room":"x","seq":1}                      | invalid_frame  | 7
            {"type":"join","id":"7","room":"x","epoch":"e","seq":-1}         | invalid_frame  | 7
            {"type":"join","id":"7","room":"x","history":201}                | invalid_frame  | 7
            {"type":"join","id":"7","room":"no_such_room_anywhere"}          | room_not_found | 7
            {"type":"join","id":"7","room":"../etc"}                         | room_not_found | 7
            {"type":"leave","id":"7","room":"x"}                             | not_joined     | 7
            {"type":"send","id":"7","room":"x","clientMessageId":"1","text":"t"} | not_joined | 7
            {"type":"send","id":"7","room":"x","clientMessageId":"","text":"t"}  | invalid_frame | 7
            {"type":"send","id":"7","room":"x","clientMessageId":"1","text":1}   | invalid_frame | 7
            {"type":"typing","room":"x","typing":"yes"}                      | invalid_frame  |
            {"type":"typing","room":"x","typing":true}                       | not_joined     |
            {"type":"presence","id":"7","room":"x"}                          | not_joined     | 7
            {"type":"read","id":"7","room":"x","seq":1.5}                    | invalid_frame  | 7
            {"type":"read","id":"7","room":"x","seq":1}                      | not_joined     | 7
            """)
    void saysWhatIsWrongAndStays(String frame, String code, String id) {
        try (ChatClient client = ChatClient.greeted(uri, token())) {
            client.socket().sendText(frame);

            JsonNode error = client.next("error");
            assertThat(error.path("code").asText()).isEqualTo(code);
            assertThat(error.path("id").asText(null)).isEqualTo(id);
            assertThat(error.path("message").asText()).isNotEmpty();
            assertThat(error.path("temporary").asBoolean(true)).isFalse();
            assertThat(client.ask("ping", fields -> {}).path("type").asText()).isEqualTo("pong");
        }
    }
}
