package dev.confab.chat.presence;

import static dev.confab.local.test.Patience.await;
import static org.assertj.core.api.Assertions.assertThat;

import dev.confab.common.redis.TestNode;
import dev.confab.local.EmbeddedRedis;
import dev.confab.local.EmbeddedStack;
import java.time.Duration;
import java.time.InstantSource;
import java.util.List;
import java.util.Map;
import java.util.UUID;
import java.util.concurrent.CopyOnWriteArrayList;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;

@Tag("CH-04")
@Tag("CH-14")
class PresenceServiceTest {

    private static final Duration LEASE = Duration.ofSeconds(8);
    private static final Duration HEARTBEAT = Duration.ofMillis(500);
    private static final Duration QUIET = Duration.ofSeconds(3);

    private final EmbeddedRedis redis = EmbeddedStack.shared().redis();
    private final UUID room = UUID.randomUUID();
    /** Where the nodes find out that they hear each other. */
    private final UUID lobby = UUID.randomUUID();

    private final UUID ada = UUID.randomUUID();
    private final Node one = new Node();
    private final Node two = new Node();

    /** A node with presence only, and what it was told. */
    private final class Node implements AutoCloseable {
        private final TestNode node;
        private final List<String> heard = new CopyOnWriteArrayList<>();
        private final PresenceService service;
        private volatile boolean reached;

        Node() {
            this(new TestNode(redis.url()), LEASE);
        }

        Node(TestNode node, Duration lease) {
            this.node = node;
            PresenceConfig config = TestNode.config(
                    PresenceConfig.class,
                    Map.of(
                            "confab.presence.lease", lease.toMillis() + "ms",
                            "confab.presence.heartbeat", HEARTBEAT.toMillis() + "ms",
                            "confab.presence.reconnect-grace", "2s"));
            PresenceStore store = new PresenceStore(node.link(), config);
            LocalPresence local = new LocalPresence();
            PresenceHeartbeat heartbeat = new PresenceHeartbeat(store, local, config, node.vertx());
            service = new PresenceService(
                    store, local, heartbeat, config, node.subscriptions(), List.of(this::hear), InstantSource.system());
            service.start();
        }

        private void hear(PresenceChange change) {
            if (change.roomId().equals(lobby)) {
                reached = true;
            }
            if (change.roomId().equals(room)) {
                heard.add((change.online() ? "+" : "-") + change.username() + change.count());
            }
        }

        @Override
        public void close() {
            node.close();
        }
    }

    @BeforeEach
    void awaitLinks() {
        await().until(() -> one.node.link().isUp() && two.node.link().isUp());
        // Subscriptions have no sign of their own: an announcement that both nodes hear is one.
        await().until(() -> {
            UUID connection = UUID.randomUUID();
            one.service.join(lobby, connection, UUID.randomUUID(), "probe");
            one.service.leave(lobby, connection);
            return one.reached && two.reached;
        });
    }

    @AfterEach
    void close() {
        one.close();
        two.close();
    }

    @Test
    void announcesAUserWithManyConnectionsOnManyNodesOnce() {
        UUID first = UUID.randomUUID();
        UUID second = UUID.randomUUID();
        UUID third = UUID.randomUUID();
        one.service.join(room, first, ada, "ada");
        one.service.join(room, second, ada, "ada");
        two.service.join(room, third, ada, "ada");

        await().untilAsserted(() -> assertThat(two.heard).containsExactly("+ada1"));
        assertThat(one.service.inRoom(room)).extracting(PresentUser::username).containsExactly("ada");

        one.service.leave(room, first);
        two.service.leave(room, third);
        await().during(QUIET).untilAsserted(() -> assertThat(one.heard).containsExactly("+ada1"));

        one.service.leave(room, second);
        await().untilAsserted(() -> assertThat(one.heard).containsExactly("+ada1", "-ada0"));
        await().untilAsserted(() -> assertThat(two.heard).containsExactly("+ada1", "-ada0"));
        assertThat(two.service.counts(List.of(room))).containsEntry(room, 0);
    }

    @Test
    void forgivesAShortInterruption() {
        UUID broken = UUID.randomUUID();
        one.service.join(room, broken, ada, "ada");
        await().untilAsserted(() -> assertThat(one.heard).containsExactly("+ada1"));

        one.service.disconnected(room, broken);
        two.service.join(room, UUID.randomUUID(), ada, "ada");

        await().during(QUIET).untilAsserted(() -> assertThat(one.heard).containsExactly("+ada1"));
    }

    @Test
    void announcesWhoDoesNotComeBack() {
        UUID broken = UUID.randomUUID();
        one.service.join(room, broken, ada, "ada");
        one.service.disconnected(room, broken);

        await().untilAsserted(() -> assertThat(two.heard).containsExactly("+ada1", "-ada0"));
    }

    @Test
    void forgetsThePeopleOfANodeThatDied() {
        one.service.join(room, UUID.randomUUID(), ada, "ada");
        bobJoinsToo();

        one.close();

        await().untilAsserted(() -> assertThat(two.heard).containsExactly("+ada1", "+bob2", "-ada1"));
        assertThat(two.service.counts(List.of(room))).containsEntry(room, 1);
    }

    @Test
    void announcesThePeopleOfADeadNodeHoweverLateSomebodyLooks() {
        one.service.join(room, UUID.randomUUID(), ada, "ada");
        await().untilAsserted(() -> assertThat(two.heard).containsExactly("+ada1"));

        one.close();
        await().during(LEASE.multipliedBy(2))
                .untilAsserted(() -> assertThat(two.heard).containsExactly("+ada1"));

        await().untilAsserted(() -> {
            assertThat(two.service.counts(List.of(room))).containsEntry(room, 0);
            assertThat(two.heard).containsExactly("+ada1", "-ada0");
        });
    }

    private void bobJoinsToo() {
        await().untilAsserted(() -> assertThat(two.heard).containsExactly("+ada1"));
        two.service.join(room, UUID.randomUUID(), UUID.randomUUID(), "bob");
        await().untilAsserted(() -> {
            assertThat(one.heard).containsExactly("+ada1", "+bob2");
            assertThat(two.heard).containsExactly("+ada1", "+bob2");
        });
    }

    @Test
    void rebuildsAWipedRedisQuietly() {
        one.service.join(room, UUID.randomUUID(), ada, "ada");
        bobJoinsToo();

        redis.command("FLUSHALL");

        await().untilAsserted(
                        () -> assertThat(one.service.counts(List.of(room))).containsEntry(room, 2));
        await().during(QUIET).untilAsserted(() -> assertThat(one.heard).containsExactly("+ada1", "+bob2"));
    }

    @Test
    void announcesWhoLeftWhileRedisWasWiped() {
        UUID adas = UUID.randomUUID();
        one.service.join(room, adas, ada, "ada");
        bobJoinsToo();

        redis.command("FLUSHALL");
        one.service.leave(room, adas);

        // How many are left depends on who has put its people back first.
        await().untilAsserted(
                        () -> assertThat(two.heard).hasSize(3).last().asString().startsWith("-ada"));
        await().untilAsserted(
                        () -> assertThat(two.service.counts(List.of(room))).containsEntry(room, 1));
    }

    @Test
    void announcesWhoCameWhileRedisHung() {
        try (Node hasty = new Node(new TestNode(redis.url(), Duration.ofMillis(300)), LEASE)) {
            await().until(() -> hasty.node.link().isUp());
            redis.pause();
            try {
                // The first command is sent and waits; when it has waited too long no more are sent.
                hasty.service.join(lobby, UUID.randomUUID(), UUID.randomUUID(), "first");
                await().until(() -> !hasty.node.link().isUp());
                hasty.service.join(room, UUID.randomUUID(), ada, "ada");
            } finally {
                redis.resume();
            }
            await().untilAsserted(() -> assertThat(two.heard).containsExactly("+ada1"));
        }
    }

    @Test
    void announcesWhoWentWhileRedisHungLongBeforeTheLeaseWouldEnd() {
        Duration endless = Duration.ofHours(1);
        try (Node hasty = new Node(new TestNode(redis.url(), Duration.ofMillis(300)), endless)) {
            await().until(() -> hasty.node.link().isUp());
            UUID adas = UUID.randomUUID();
            hasty.service.join(room, adas, ada, "ada");
            await().untilAsserted(() -> assertThat(two.heard).containsExactly("+ada1"));
            redis.pause();
            try {
                hasty.service.join(lobby, UUID.randomUUID(), UUID.randomUUID(), "first");
                await().until(() -> !hasty.node.link().isUp());
                hasty.service.leave(room, adas);
            } finally {
                redis.resume();
            }
            await().untilAsserted(() -> assertThat(two.heard).containsExactly("+ada1", "-ada0"));
        }
    }

    @Test
    void answersWithItsOwnPeopleWhileRedisIsAway() {
        UUID joined = UUID.randomUUID();
        redis.kill();
        try {
            await().until(() -> !one.node.link().isUp());
            one.service.join(room, joined, ada, "ada");

            assertThat(one.service.inRoom(room))
                    .extracting(PresentUser::username)
                    .containsExactly("ada");
            assertThat(two.service.inRoom(room)).isEmpty();
        } finally {
            redis.start();
        }

        await().untilAsserted(() -> assertThat(two.service.inRoom(room))
                .extracting(PresentUser::username)
                .contains("ada"));
    }
}
