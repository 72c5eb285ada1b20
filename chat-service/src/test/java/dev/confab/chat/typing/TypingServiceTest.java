package dev.confab.chat.typing;

import static dev.confab.local.test.Patience.await;
import static org.assertj.core.api.Assertions.assertThat;

import dev.confab.common.redis.TestNode;
import dev.confab.local.EmbeddedStack;
import java.time.InstantSource;
import java.util.List;
import java.util.Map;
import java.util.UUID;
import java.util.concurrent.CopyOnWriteArrayList;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;

@Tag("CH-03")
class TypingServiceTest {

    private final UUID room = UUID.randomUUID();
    private final UUID ada = UUID.randomUUID();
    private Node one;
    private Node two;

    /** A node with the typing indicator only, and what it was told. */
    private final class Node implements AutoCloseable {
        private final TestNode node =
                new TestNode(EmbeddedStack.shared().redis().url());
        private final List<Boolean> heard = new CopyOnWriteArrayList<>();
        private final TypingService service;
        private volatile boolean reached;

        Node(String timeout, String renewal) {
            service = new TypingService(
                    node.subscriptions(),
                    List.of(this::hear),
                    TestNode.config(
                            TypingConfig.class,
                            Map.of("confab.typing.timeout", timeout, "confab.typing.renewal", renewal)),
                    node.vertx(),
                    InstantSource.system());
            service.start();
        }

        private void hear(TypingNotice notice) {
            if (notice.userId().equals(ada)) {
                heard.add(notice.typing());
            } else {
                reached = true;
            }
        }

        @Override
        public void close() {
            node.close();
        }
    }

    private void start(String timeout, String renewal) {
        one = new Node(timeout, renewal);
        two = new Node(timeout, renewal);
        UUID probe = UUID.randomUUID();
        await().until(() -> {
            one.service.typing(room, probe, "probe", true);
            one.service.typing(room, probe, "probe", false);
            return two.reached;
        });
    }

    @AfterEach
    void close() {
        one.close();
        two.close();
    }

    @Test
    void passesOnRenewalsRarelyAndTheEndAtOnce() {
        start("60s", "30s");
        for (int key = 0; key < 50; key++) {
            one.service.typing(room, ada, "ada", true);
        }
        one.service.typing(room, ada, "ada", false);
        one.service.typing(room, ada, "ada", false);

        await().untilAsserted(() -> assertThat(two.heard).containsExactly(true, false));
        assertThat(one.heard).containsExactly(true, false);
    }

    @Test
    void endsEverywhereWhenTheNodeOfTheTypistDies() {
        start("1s", "300ms");
        one.service.typing(room, ada, "ada", true);
        await().untilAsserted(() -> assertThat(two.heard).startsWith(true));

        one.close();

        await().untilAsserted(() -> assertThat(two.heard).containsExactly(true, false));
    }
}
