package dev.confab.common.online;

import static dev.confab.local.test.Patience.await;
import static org.assertj.core.api.Assertions.assertThat;

import dev.confab.common.redis.TestNode;
import dev.confab.local.EmbeddedRedis;
import dev.confab.local.EmbeddedStack;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.UUID;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

class OnlineUsersTest {

    private static final OnlineConfig CONFIG = TestNode.config(
            OnlineConfig.class, Map.of("confab.online.lease", "1500ms", "confab.online.heartbeat", "300ms"));

    private final EmbeddedRedis redis = EmbeddedStack.shared().redis();
    private final TestNode chat = new TestNode(redis.url());
    private final TestNode inbox = new TestNode(redis.url());
    private final OnlineUsers here = users(chat);
    private final OnlineUsers there = users(inbox);
    private final UUID ann = UUID.randomUUID();
    private final UUID tab = UUID.randomUUID();
    private final UUID phone = UUID.randomUUID();

    @BeforeEach
    void awaitLinks() {
        await().until(() -> chat.link().isUp() && inbox.link().isUp());
    }

    @AfterEach
    void close() {
        chat.close();
        inbox.close();
    }

    private static OnlineUsers users(TestNode node) {
        OnlineUsers users = new OnlineUsers(new OnlineStore(node.link(), CONFIG), CONFIG, node.vertx());
        users.start();
        return users;
    }

    private LastSeen annSeenFrom(OnlineUsers node) {
        return node.lastSeen(List.of(ann)).get(ann);
    }

    @Test
    void isOnlineWithAnySocketOfAnyServiceAndSeenWhenTheLastOneClosed() {
        assertThat(annSeenFrom(there)).isEqualTo(new LastSeen.Never());
        here.connected(ann, tab);
        there.connected(ann, phone);
        here.disconnected(ann, tab);
        await().untilAsserted(() -> assertThat(annSeenFrom(here)).isEqualTo(new LastSeen.Online()));

        Instant before = Instant.now();
        there.disconnected(ann, phone);

        await().untilAsserted(() -> assertThat(annSeenFrom(here))
                .isInstanceOfSatisfying(
                        LastSeen.SeenAt.class,
                        seen -> assertThat(seen.at())
                                .isBetween(before.minusSeconds(1), Instant.now().plusSeconds(1))));
        assertThat(annSeenFrom(here).since(before.minusSeconds(1))).isTrue();
        assertThat(annSeenFrom(here).since(Instant.now().plusSeconds(60))).isFalse();
    }

    @Test
    void forgetsTheSocketsOfADeadNodeButNotWhenItWasAliveLast() {
        here.connected(ann, tab);
        await().untilAsserted(() -> assertThat(annSeenFrom(there)).isEqualTo(new LastSeen.Online()));

        chat.close();

        await().untilAsserted(() -> assertThat(annSeenFrom(there)).isInstanceOf(LastSeen.SeenAt.class));
    }

    @Test
    void knowsAgainWhoIsOnlineAfterRedisLostItsMemory() {
        here.connected(ann, tab);
        await().untilAsserted(() -> assertThat(annSeenFrom(there)).isEqualTo(new LastSeen.Online()));

        redis.kill();
        await().untilAsserted(() -> assertThat(annSeenFrom(there)).isEqualTo(new LastSeen.Unknown()));
        redis.start();

        await().atMost(Duration.ofSeconds(30))
                .untilAsserted(() -> assertThat(annSeenFrom(there)).isEqualTo(new LastSeen.Online()));
    }
}
