package dev.confab.task.mail;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

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
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;

@Tag("TK-09")
class MailSenderTest {
    private static final int CONNECTIONS = 4;

    private final Vertx vertx = Vertx.vertx();
    private final ExecutorService callers = Executors.newVirtualThreadPerTaskExecutor();
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
        server.answer(false);

        for (int round = 1; round <= 3; round++) {
            assertThat(sendAtOnce(sender, CONNECTIONS))
                    .hasSize(CONNECTIONS)
                    .allSatisfy(failure -> assertThat(failure)
                            .hasCauseInstanceOf(MailServerException.class)
                            .hasMessageContaining("did not answer within"));
        }
        await().untilAsserted(() -> assertThat(server.leftInSilence()).isEqualTo(server.silent()));
        assertThat(vertx.deploymentIDs()).isEmpty();

        server.answer(true);

        await().ignoreExceptions().until(() -> {
            sender.send(mail());
            return true;
        });
        assertThat(server.taken()).isPositive();
    }

    /** Conversations that begin at the same time, on several event loops. */
    @Test
    void everyGreetingIsHeard() {
        MailSender sender = sender(Duration.ofSeconds(30));
        int mails = 1500;

        assertThat(sendAtOnce(sender, mails)).isEmpty();

        assertThat(server.taken()).isEqualTo(mails);
    }

    /** Returns when all have ended, with the failures. */
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
            } catch (Exception failed) {
                failures.add(failed);
            }
        }
        return failures;
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
