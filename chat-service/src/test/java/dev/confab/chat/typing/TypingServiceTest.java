package dev.confab.chat.typing;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import dev.confab.common.redis.TestNode;
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

@Tag("CH-03")
class TypingServiceTest {

    private final UUID room = UUID.randomUUID();
    private final UUID ada = UUID.randomUUID();
    private final Node one = new Node();
    private final Node two = new Node();

    /** A node with the typing indicator only, and what it was told. */
    private static final class Node implements AutoCloseable {
        private final TestNode node =
                new TestNode(EmbeddedStack.shared().redis().url());
        private final List<Boolean> heard = new CopyOnWriteArrayList<>();
        private final TypingService service = new TypingService(
                node.subscriptions(),
                List.of(notice -> heard.add(notice.typing())),
                TestNode.config(
                        TypingConfig.class, Map.of("confab.typing.timeout", "1s", "confab.typing.renewal", "300ms")),
                node.vertx(),
                InstantSource.system());

        Node() {
            service.start();
        }

        @Override
        public void close() {
            node.close();
        }
    }

    @BeforeEach
    void awaitSubscriptions() {
        UUID probe = UUID.randomUUID();
        await().untilAsserted(() -> {
            one.service.typing(room, probe, "probe", true);
            one.service.typing(room, probe, "probe", false);
            assertThat(two.heard).endsWith(true, false);
        });
        await().during(Duration.ofMillis(100)).until(() -> true);
        one.heard.clear();
        two.heard.clear();
    }

    @AfterEach
    void close() {
        one.close();
        two.close();
    }

    @Test
    void passesOnRenewalsRarelyAndTheEndAtOnce() {
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
        one.service.typing(room, ada, "ada", true);
        await().untilAsserted(() -> assertThat(two.heard).containsExactly(true));

        one.close();

        await().untilAsserted(() -> assertThat(two.heard).containsExactly(true, false));
    }
}
