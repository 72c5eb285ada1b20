package dev.confab.chat.connection;

import static org.assertj.core.api.Assertions.assertThat;

import dev.confab.chat.account.TightLimitsTest;
import dev.confab.local.test.EmbeddedStackResource;
import io.quarkus.test.common.QuarkusTestResource;
import io.quarkus.test.common.ResourceArg;
import io.quarkus.test.common.http.TestHTTPResource;
import io.quarkus.test.junit.QuarkusTest;
import io.quarkus.test.junit.TestProfile;
import java.net.URI;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;

@QuarkusTest
@TestProfile(TightLimitsTest.Tight.class)
@QuarkusTestResource(value = EmbeddedStackResource.class, initArgs = @ResourceArg(name = "database", value = "chat"))
class HandshakeLimitsTest {

    /** More than any limit lets pass while they all come at once. */
    private static final int CROWD = 200;

    @TestHTTPResource("/ws")
    URI uri;

    private record Answer(int status, String retryAfter, String code) {}

    @Test
    void refusesTheHandshakesOfAHastyAddressAndOfACrowdAndTellsWhenToComeBack() throws Exception {
        List<Answer> answers = comeAllAtOnce();

        assertThat(answers).extracting(Answer::status).contains(101, 429, 503).containsOnly(101, 429, 503);
        assertThat(answers).filteredOn(answer -> answer.status() != 101).allSatisfy(answer -> {
            assertThat(answer.retryAfter()).matches("[1-9]\\d*");
            assertThat(answer.code()).isEqualTo(answer.status() == 503 ? "overloaded" : "rate_limited");
        });
    }

    private List<Answer> comeAllAtOnce() throws Exception {
        try (ExecutorService threads = Executors.newVirtualThreadPerTaskExecutor()) {
            List<Future<Answer>> coming = IntStream.range(0, CROWD)
                    .mapToObj(number -> threads.submit(this::handshake))
                    .toList();
            List<Answer> answers = new ArrayList<>();
            for (Future<Answer> one : coming) {
                answers.add(one.get());
            }
            return answers;
        }
    }

    private Answer handshake() {
        try (RawSocket socket = new RawSocket(uri)) {
            return new Answer(socket.status(), socket.header("Retry-After"), socket.header("X-Error-Code"));
        }
    }
}
