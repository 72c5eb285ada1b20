package dev.confab.chat.auth;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.confab.local.test.EmbeddedStackResource;
import io.agroal.api.AgroalDataSource;
import io.quarkus.test.common.QuarkusTestResource;
import io.quarkus.test.common.ResourceArg;
import io.quarkus.test.junit.QuarkusTest;
import io.smallrye.config.PropertiesConfigSource;
import io.smallrye.config.SmallRyeConfigBuilder;
import io.smallrye.jwt.util.KeyUtils;
import jakarta.inject.Inject;
import java.nio.file.Files;
import java.nio.file.Path;
import java.sql.Connection;
import java.sql.SQLException;
import java.sql.Statement;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Base64;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Nodes are stood in for by several services on one database, each with a clock of its own. */
@QuarkusTest
@QuarkusTestResource(value = EmbeddedStackResource.class, initArgs = @ResourceArg(name = "database", value = "chat"))
class SigningKeyTest {
    private static final Instant START = Instant.parse("2030-01-01T00:00:00Z");

    @Inject
    SigningKeyRepository stored;

    @Inject
    SigningKeyService ofThisNode;

    @Inject
    AgroalDataSource database;

    @AfterEach
    void makeThisNodeAgreeAgain() throws SQLException {
        deleteAll();
        ofThisNode.refresh();
    }

    @Test
    void nodesThatStartTogetherAgreeOnOneKey() throws Exception {
        deleteAll();
        CountDownLatch start = new CountDownLatch(1);
        List<String> used = new ArrayList<>();
        try (ExecutorService threads = Executors.newFixedThreadPool(4)) {
            List<Future<String>> nodes = new ArrayList<>();
            for (int i = 0; i < 4; i++) {
                nodes.add(threads.submit(() -> {
                    start.await();
                    return node(Map.of(), START).keys().signing(START).kid();
                }));
            }
            start.countDown();
            for (Future<String> node : nodes) {
                used.add(node.get());
            }
        }

        assertThat(used).hasSize(4).containsOnly(used.getFirst());
    }

    @Test
    void aNewKeyIsPublishedBeforeItSignsAndTheOldOneStaysForItsTokens() throws SQLException {
        deleteAll();
        Map<String, String> settings = Map.of("confab.auth.signing-keys.rotate-after", "90D");
        String old = node(settings, START).keys().signing(START).kid();
        Instant due = START.plus(Duration.ofDays(90));

        KeySet announced = node(settings, due).keys();
        Instant afterwards = due.plus(Duration.ofHours(1));
        KeySet active = node(settings, afterwards).keys();
        Instant outlived = afterwards.plus(Duration.ofHours(2));
        KeySet cleaned = node(settings, outlived).keys();

        assertThat(announced.signing(due).kid()).isEqualTo(old);
        String fresh = announced.signing(afterwards).kid();
        assertThat(fresh).isNotEqualTo(old);
        assertThat(announced.jwks()).contains(old, fresh);
        assertThat(active.signing(afterwards).kid()).isEqualTo(fresh);
        assertThat(active.jwks()).contains(old, fresh);
        assertThat(cleaned.jwks()).contains(fresh).doesNotContain(old);
    }

    @Test
    void theFirstFileSignsAndAllArePublished(@TempDir Path folder) throws Exception {
        SigningKey first = SigningKey.generate(Instant.EPOCH);
        SigningKey second = SigningKey.generate(Instant.EPOCH);
        Path firstFile = Files.writeString(folder.resolve("first.pem"), first.toPem());
        Path secondFile = Files.writeString(folder.resolve("second.pem"), second.toPem());

        KeySet keys = node(Map.of("confab.auth.signing-keys.files", firstFile + "," + secondFile), START)
                .keys();

        assertThat(keys.signing(START).kid()).isEqualTo(first.kid());
        assertThat(keys.jwks()).contains(first.kid(), second.kid());
    }

    @Test
    void aFileThatIsNoGoodKeyStopsTheStartWithoutQuotingIt(@TempDir Path folder) throws Exception {
        String weak = "-----BEGIN PRIVATE KEY-----\n"
                + Base64.getEncoder()
                        .encodeToString(
                                KeyUtils.generateKeyPair(1024).getPrivate().getEncoded())
                + "\n-----END PRIVATE KEY-----\n";
        for (String content : List.of("secret nonsense", weak)) {
            Path file = Files.writeString(folder.resolve("key.pem"), content);

            assertThatThrownBy(() -> node(Map.of("confab.auth.signing-keys.files", file.toString()), START))
                    .hasMessageContaining("confab.auth.signing-keys.files")
                    .hasMessageNotContaining("secret")
                    .hasNoCause();
        }
    }

    private SigningKeyService node(Map<String, String> settings, Instant now) {
        AuthConfig config = new SmallRyeConfigBuilder()
                .addDiscoveredConverters()
                .withMapping(AuthConfig.class)
                .withSources(new PropertiesConfigSource(settings, "test", 100))
                .build()
                .getConfigMapping(AuthConfig.class);
        SigningKeyService node = new SigningKeyService(stored, config, () -> now);
        node.load(null);
        return node;
    }

    private void deleteAll() throws SQLException {
        try (Connection connection = database.getConnection();
                Statement statement = connection.createStatement()) {
            statement.executeUpdate("DELETE FROM signing_key");
        }
    }
}
