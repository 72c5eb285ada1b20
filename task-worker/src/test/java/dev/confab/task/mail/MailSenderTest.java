package dev.confab.task.mail;

import static dev.confab.local.test.Patience.await;
import static org.assertj.core.api.Assertions.assertThat;

import io.quarkus.mailer.Mail;
import io.quarkus.mailer.runtime.MailersRuntimeConfig;
import io.quarkus.tls.TlsConfiguration;
import io.quarkus.tls.TlsConfigurationRegistry;
import io.smallrye.config.SmallRyeConfig;
import io.smallrye.config.SmallRyeConfigBuilder;
import io.vertx.core.Vertx;
import java.io.IOException;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.TimeUnit;
import org.awaitility.core.ConditionFactory;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

@Tag("TK-09")
@Timeout(value = 3, unit = TimeUnit.MINUTES)
class MailSenderTest {
    private static final int CONNECTIONS = 4;
    private static final int MANY = 1500;

    private final Vertx vertx = Vertx.vertx();
    private final ExecutorService callers =
            Executors.newFixedThreadPool(CONNECTIONS, Thread.ofVirtual().factory());
    private MailServerDouble server;

    @BeforeEach
    void open() throws IOException {
        server = new MailServerDouble();
    }

    @AfterEach
    void close() throws IOException {
        callers.shutdownNow();
        server.close();
        vertx.close().toCompletionStage().toCompletableFuture().join();
    }

    @Test
    void aServerThatDoesNotAnswerHoldsNothing() {
        MailSender sender = sender(Duration.ofMillis(500));
        patiently().until(() -> sendAtOnce(sender, 1).isEmpty());
        server.answer(false);

        patiently().until(() -> {
            assertThat(sendAtOnce(sender, CONNECTIONS))
                    .hasSize(CONNECTIONS)
                    .allSatisfy(failure -> assertThat(failure).isInstanceOf(MailServerException.class));
            return server.silent() > 2 * CONNECTIONS;
        });
        patiently().until(() -> server.leftInSilence() == server.silent());
        patiently().until(() -> vertx.deploymentIDs().isEmpty());

        server.answer(true);

        patiently().until(() -> sendAtOnce(sender, 1).isEmpty());
    }

    /** Conversations that begin at the same time, on several event loops. */
    @Test
    void everyGreetingIsHeard() {
        MailSender sender = sender(Duration.ofSeconds(60));
        patiently().until(() -> sendAtOnce(sender, 1).isEmpty());
        int before = server.taken();

        assertThat(sendAtOnce(sender, MANY)).isEmpty();

        assertThat(server.taken() - before).isEqualTo(MANY);
        patiently().until(() -> vertx.deploymentIDs().isEmpty());
    }

    /** As many at a time as there are connections. Returns when all have ended, with the failures. */
    private List<Throwable> sendAtOnce(MailSender sender, int mails) {
        List<Future<?>> sending = new ArrayList<>();
        for (int i = 0; i < mails; i++) {
            sending.add(callers.submit(() -> {
                sender.send(mail());
                return null;
            }));
        }
        List<Throwable> failures = new ArrayList<>();
        for (Future<?> one : sending) {
            try {
                one.get();
            } catch (ExecutionException failed) {
                failures.add(failed.getCause());
            } catch (InterruptedException stopped) {
                throw new AssertionError(stopped);
            }
        }
        return failures;
    }

    private static ConditionFactory patiently() {
        return await().atMost(Duration.ofMinutes(1));
    }

    private static Mail mail() {
        return Mail.withText("ann@example.org", "hello", "hello ann").setFrom("confab@example.org");
    }

    private MailSender sender(Duration timeout) {
        SmallRyeConfig config = new SmallRyeConfigBuilder()
                .addDefaultInterceptors()
                .addDiscoveredConverters()
                .withMapping(MailersRuntimeConfig.class)
                .withMapping(MailConfig.class)
                .withDefaultValues(Map.of(
                        "quarkus.mailer.host",
                        "127.0.0.1",
                        "quarkus.mailer.port",
                        Integer.toString(server.port()),
                        "quarkus.mailer.mock",
                        "false",
                        "quarkus.mailer.keep-alive",
                        "false",
                        "confab.mail.connections",
                        Integer.toString(CONNECTIONS),
                        "confab.mail.timeout",
                        timeout.toString()))
                .build();
        return new MailSender(
                vertx,
                new FreshMailers(config.getConfigMapping(MailersRuntimeConfig.class), new NoCertificates()),
                config.getConfigMapping(MailConfig.class));
    }

    private static final class NoCertificates implements TlsConfigurationRegistry {
        @Override
        public Optional<TlsConfiguration> get(String name) {
            return Optional.empty();
        }

        @Override
        public Optional<TlsConfiguration> getDefault() {
            return Optional.empty();
        }

        @Override
        public void register(String name, TlsConfiguration configuration) {
            throw new UnsupportedOperationException();
        }
    }
}
