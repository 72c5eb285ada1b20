package dev.confab.chat.message;

import static org.assertj.core.api.Assertions.assertThat;
import static org.hamcrest.Matchers.equalTo;
import static org.hamcrest.Matchers.greaterThan;

import dev.confab.chat.room.RoomAccess;
import dev.confab.chat.room.RoomRef;
import dev.confab.chat.testing.Race;
import dev.confab.chat.testing.TestRooms;
import dev.confab.chat.testing.TestUser;
import dev.confab.common.error.ConfabException;
import dev.confab.common.error.ErrorCode;
import dev.confab.local.test.EmbeddedStackResource;
import io.quarkus.test.common.QuarkusTestResource;
import io.quarkus.test.common.ResourceArg;
import io.quarkus.test.junit.QuarkusTest;
import io.restassured.response.Response;
import io.smallrye.mutiny.Uni;
import jakarta.inject.Inject;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.UUID;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;

@QuarkusTest
@QuarkusTestResource(value = EmbeddedStackResource.class, initArgs = @ResourceArg(name = "database", value = "chat"))
@Tag("CH-13")
class MessageRateTest {

    /** Sent at once, twice what the limit lets through. So few that most of the lookups of repeats are left. */
    private static final int FLOOD = 10;
    /** Of such floods all messages may pass when the machine pauses in the middle. */
    private static final int MOST_FLOODS = 20;
    /** Sent at once over REST, far more than the limit lets through meanwhile. */
    private static final int REQUESTS = 40;

    @Inject
    MessageService messages;

    @Inject
    RoomAccess access;

    TestUser alice;
    RoomRef room;
    RoomRef otherRoom;

    @BeforeEach
    void openRooms() {
        alice = TestUser.register();
        room = access.requireOrCreate(TestRooms.uniqueName("room"), alice.identity());
        otherRoom = access.requireOrCreate(TestRooms.uniqueName("room"), alice.identity());
    }

    @Test
    void refusesTooManyMessagesOfAUserOverAllRooms() {
        ConfabException refusal = floodUntilRefused();

        assertThat(refusal.code()).isEqualTo(ErrorCode.RATE_LIMITED);
        assertThat(refusal.retryAfter()).isPositive();
    }

    @Test
    void answersTheRepeatOfAStoredMessageAlsoPastTheRate() {
        PostedMessage first = post(room, "first").await().indefinitely();
        floodUntilRefused();

        List<PostedMessage> repeats = Uni.join()
                .all(Stream.generate(() -> post(room, "first")).limit(10).toList())
                .andCollectFailures()
                .await()
                .indefinitely();

        assertThat(repeats)
                .containsOnly(new PostedMessage(first.messageId(), first.epoch(), first.seq(), first.time(), true));
    }

    @Test
    void limitsEachUserAlone() {
        floodUntilRefused();

        assertThat(messages.post(room, TestUser.register().identity(), new MessageRequest("c1", "hi", null), null, null)
                        .join()
                        .duplicate())
                .isFalse();
    }

    @Test
    void tellsWhenToTryAgainOverRest() throws Exception {
        List<Response> answers = Race.of(
                REQUESTS,
                number -> alice.rest()
                        .body(Map.of("clientMessageId", "c" + number, "text", "hi"))
                        .post("/api/rooms/{room}/messages", room.name()));

        assertThat(answers).extracting(Response::statusCode).containsOnly(201, 429);
        Response refusal = answers.stream()
                .filter(answer -> answer.statusCode() == 429)
                .findFirst()
                .orElseThrow();
        refusal.then().statusCode(429).body("code", equalTo("rate_limited")).body("retryAfterMs", greaterThan(0));
        assertThat(Integer.parseInt(refusal.header("Retry-After"))).isPositive();
    }

    private ConfabException floodUntilRefused() {
        return Stream.generate(this::refusalsOfAFlood)
                .limit(MOST_FLOODS)
                .flatMap(List::stream)
                .findFirst()
                .orElseThrow();
    }

    private List<ConfabException> refusalsOfAFlood() {
        List<Optional<ConfabException>> outcomes = Uni.join()
                .all(IntStream.range(0, FLOOD)
                        .mapToObj(number -> refusal(post(
                                number % 2 == 0 ? room : otherRoom,
                                UUID.randomUUID().toString())))
                        .toList())
                .andCollectFailures()
                .await()
                .indefinitely();
        return outcomes.stream().flatMap(Optional::stream).toList();
    }

    private static Uni<Optional<ConfabException>> refusal(Uni<PostedMessage> posting) {
        return posting.map(_ -> Optional.<ConfabException>empty())
                .onFailure(ConfabException.class)
                .recoverWithItem(Optional::of);
    }

    private Uni<PostedMessage> post(RoomRef where, String clientMessageId) {
        return Uni.createFrom()
                .completionStage(messages.post(
                        where, alice.identity(), new MessageRequest(clientMessageId, "hi", null), null, null));
    }
}
