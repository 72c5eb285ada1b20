package dev.confab.chat.connection;

import static dev.confab.local.test.Patience.await;
import static io.restassured.RestAssured.given;
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
import java.net.URI;
import java.time.Duration;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;

/** What an operator's Prometheus reads. */
@QuarkusTest
@QuarkusTestResource(value = EmbeddedStackResource.class, initArgs = @ResourceArg(name = "database", value = "chat"))
@Tag("CH-14")
class ConnectionMetricsTest {

    private static final Duration PATIENCE = Duration.ofSeconds(60);

    @TestHTTPResource("/ws")
    URI uri;

    @Test
    void tellHowManyAreOpenAndHowLongTheyLasted() {
        People.SignedIn ada = People.register("ada");
        String room = People.freshName("room");
        People.as(ada).put("/api/rooms/" + room).then().statusCode(201);
        // Those of earlier tests may still be ending.
        await().atMost(PATIENCE)
                .until(() -> sum("confab_connections{") == 0
                        && sum("confab_connections_opened_total{")
                                == sum("confab_connections_duration_seconds_count{"));
        double endedBefore = sum("confab_connections_duration_seconds_count{");
        double secondsBefore = sum("confab_connections_duration_seconds_sum{");

        ChatClient native1 = ChatClient.greeted(uri, ada.accessToken());
        ChatClient native2 = ChatClient.greeted(uri, ada.accessToken());
        SocketClient simple =
                SocketClient.connect(uri.resolve("/ws/chat/" + room), SocketAuth.bearer(ada.accessToken()));
        simple.receiveType("user_join", PATIENCE);
        assertThat(sum("confab_connections{")).isEqualTo(3);

        native1.close();
        await().atMost(PATIENCE).until(() -> sum("confab_connections{") == 2);
        native2.close();
        simple.close();
        await().atMost(PATIENCE).until(() -> sum("confab_connections{") == 0);
        await().atMost(PATIENCE)
                .untilAsserted(() -> assertThat(sum("confab_connections_duration_seconds_count{"))
                        .isEqualTo(endedBefore + 3));
        assertThat(sum("confab_connections_duration_seconds_sum{")).isGreaterThan(secondsBefore);
    }

    /** Over all labels. */
    private static double sum(String series) {
        return given().get("/q/metrics")
                .then()
                .statusCode(200)
                .extract()
                .asString()
                .lines()
                .map(line -> line.startsWith(series.replace("{", " ")) ? line.replaceFirst(" ", "{} ") : line)
                .filter(line -> line.startsWith(series))
                .mapToDouble(line -> Double.parseDouble(line.substring(line.lastIndexOf(' ') + 1)))
                .sum();
    }
}
