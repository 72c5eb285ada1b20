package dev.confab.common.ratelimit;

import static dev.confab.local.test.Patience.await;
import static org.assertj.core.api.Assertions.assertThat;

import dev.confab.common.redis.TestNode;
import dev.confab.local.EmbeddedRedis;
import dev.confab.local.EmbeddedStack;
import io.micrometer.core.instrument.simple.SimpleMeterRegistry;
import java.time.Duration;
import java.time.InstantSource;
import java.util.UUID;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;

@Tag("CH-13")
class RedisRateLimiterTest {

    private static final Limit FIVE_IN_TEN_MINUTES = new Limit(5, Duration.ofMinutes(10));

    private final EmbeddedRedis redis = EmbeddedStack.shared().redis();
    private final TestNode one = new TestNode(redis.url());
    private final TestNode two = new TestNode(redis.url());
    private final RedisRateLimiter first = limiter(one);
    private final RedisRateLimiter second = limiter(two);
    private final String key = UUID.randomUUID().toString();

    @BeforeEach
    void awaitLinks() {
        await().until(() -> one.link().isUp() && two.link().isUp());
    }

    @AfterEach
    void close() {
        one.close();
        two.close();
    }

    @Test
    void countsAcrossNodes() {
        assertThat(decisions(first, 3)).hasOnlyElementsOfType(Decision.Allowed.class);
        assertThat(decisions(second, 2)).hasOnlyElementsOfType(Decision.Allowed.class);

        assertThat(decisions(first, 1)).hasOnlyElementsOfType(Decision.Refused.class);
        assertThat(decisions(second, 1)).hasOnlyElementsOfType(Decision.Refused.class);
    }

    @Test
    void saysWhenToTryAgain() {
        assertThat(decisions(first, 5)).hasOnlyElementsOfType(Decision.Allowed.class);

        assertThat(take(first))
                .isInstanceOfSatisfying(
                        Decision.Refused.class,
                        refused -> assertThat(refused.retryAfter())
                                .isPositive()
                                .isLessThanOrEqualTo(Duration.ofMinutes(2)));
    }

    @Test
    void keepsKeysAndBucketsApart() {
        decisions(first, 5);

        assertThat(first.tryAcquire("test", key + "x", FIVE_IN_TEN_MINUTES)
                        .await()
                        .indefinitely())
                .isInstanceOf(Decision.Allowed.class);
        assertThat(first.tryAcquire("other", key, FIVE_IN_TEN_MINUTES).await().indefinitely())
                .isInstanceOf(Decision.Allowed.class);
    }

    @Test
    void countsForItselfWhileRedisHangs() {
        try (TestNode hasty = new TestNode(redis.url(), Duration.ofMillis(500))) {
            await().until(() -> hasty.link().isUp());
            RedisRateLimiter limiter = limiter(hasty);
            redis.pause();
            try {
                assertThat(decisions(limiter, 5)).hasOnlyElementsOfType(Decision.Allowed.class);
                assertThat(decisions(limiter, 1)).hasOnlyElementsOfType(Decision.Refused.class);
            } finally {
                redis.resume();
            }
        }
    }

    @Test
    void comesBackWithRedis() {
        redis.kill();
        try {
            await().until(() -> !one.link().isUp() && !two.link().isUp());
            assertThat(decisions(first, 5)).hasOnlyElementsOfType(Decision.Allowed.class);
        } finally {
            redis.start();
        }
        await().until(() -> one.link().isUp() && two.link().isUp());

        assertThat(decisions(first, 5)).hasOnlyElementsOfType(Decision.Allowed.class);
        assertThat(decisions(second, 1)).hasOnlyElementsOfType(Decision.Refused.class);
    }

    @Test
    void settlesAfterwardsWhatNodesLetPassByThemselves() {
        for (int i = 0; i < 5; i++) {
            assertThat(takeHere(first)).isInstanceOf(Decision.Allowed.class);
        }
        assertThat(takeHere(first)).isInstanceOf(Decision.Refused.class);
        assertThat(takeHere(second)).isInstanceOf(Decision.Allowed.class);

        first.settle().join();
        second.settle().join();

        // By itself the second would let four more pass, and then ask for one permit's time.
        assertThat(takeHere(second))
                .isInstanceOfSatisfying(
                        Decision.Refused.class,
                        refused -> assertThat(refused.retryAfter()).isGreaterThan(Duration.ofSeconds(125)));
    }

    private Decision takeHere(RateLimiter limiter) {
        return limiter.tryAcquireHere("test", key, FIVE_IN_TEN_MINUTES);
    }

    private Stream<Decision> decisions(RateLimiter limiter, int count) {
        return IntStream.range(0, count).mapToObj(ignored -> take(limiter)).toList().stream();
    }

    private Decision take(RateLimiter limiter) {
        return limiter.tryAcquire("test", key, FIVE_IN_TEN_MINUTES).await().atMost(Duration.ofSeconds(60));
    }

    private static RedisRateLimiter limiter(TestNode node) {
        return new RedisRateLimiter(node.link(), InstantSource.system(), new SimpleMeterRegistry());
    }
}
