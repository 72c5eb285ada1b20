package dev.confab.local;

import dev.confab.local.EmbeddedPostgres.Durability;
import java.nio.file.Path;
import java.util.List;

/**
 * PostgreSQL, Redis and Kafka together, in one data folder, and a mail inbox for those who start it. Stopped in the
 * opposite order of their use.
 */
public final class EmbeddedStack implements AutoCloseable {
    /** The ports of the servers; 0 stands for a free one. */
    public record StackPorts(int postgres, int redis, int kafka, int smtp, int mailPage) {
        public static final StackPorts FREE = new StackPorts(0, 0, 0, 0, 0);
    }

    private final EmbeddedPostgres postgres;
    private final EmbeddedRedis redis;
    private final EmbeddedKafka kafka;
    private final EmbeddedMail mail;

    /** Nothing is started yet. */
    EmbeddedStack(Path dir, StackPorts ports) {
        this(dir, ports, Durability.ON_DISK);
    }

    private EmbeddedStack(Path dir, StackPorts ports, Durability durability) {
        Path logs = dir.resolve("logs");
        postgres = new EmbeddedPostgres(dir.resolve("postgres"), logs, Ports.orFree(ports.postgres()), durability);
        redis = new EmbeddedRedis(dir.resolve("redis"), logs, Ports.orFree(ports.redis()));
        kafka = new EmbeddedKafka(dir.resolve("kafka"), logs, Ports.orFree(ports.kafka()));
        mail = new EmbeddedMail(dir.resolve("mail"), logs, Ports.orFree(ports.smtp()), Ports.orFree(ports.mailPage()));
    }

    /**
     * Starts PostgreSQL, Redis and Kafka at the same time and returns when they are ready. If one fails the others are
     * stopped. The mail inbox is left to whoever needs it.
     *
     * @param dir data and logs; created if absent, continued if it was used before
     */
    public static EmbeddedStack start(Path dir, StackPorts ports) {
        return started(new EmbeddedStack(dir.toAbsolutePath(), ports));
    }

    private static EmbeddedStack started(EmbeddedStack stack) {
        try {
            Together.start(List.of(stack.kafka, stack.postgres, stack.redis), (_, _) -> {});
            return stack;
        } catch (RuntimeException failed) {
            stack.close();
            throw failed;
        }
    }

    /**
     * The stack that all tests of this JVM share: started at the first call, gone with the JVM, together with its
     * data, which survives the kill of a server but would not survive the machine. A test that stops a part starts it
     * again before it ends.
     */
    public static EmbeddedStack shared() {
        return Shared.STACK;
    }

    public EmbeddedPostgres postgres() {
        return postgres;
    }

    public EmbeddedRedis redis() {
        return redis;
    }

    public EmbeddedKafka kafka() {
        return kafka;
    }

    /** Not running unless it was started. */
    public EmbeddedMail mail() {
        return mail;
    }

    @Override
    public void close() {
        mail.close();
        kafka.close();
        redis.close();
        postgres.close();
    }

    /** Started when first used; a class is initialised once per JVM and waits for the thread that does it. */
    private static final class Shared {
        private static final EmbeddedStack STACK = start();

        private static EmbeddedStack start() {
            Path dir = TemporaryFolder.create("confab-test-");
            EmbeddedStack stack = started(new EmbeddedStack(dir, StackPorts.FREE, Durability.UNTIL_POWER_FAILS));
            Runtime.getRuntime().addShutdownHook(new Thread(() -> {
                for (LocalServer server : List.of(stack.mail, stack.kafka, stack.redis, stack.postgres)) {
                    server.kill();
                }
                TemporaryFolder.delete(dir);
            }));
            return stack;
        }
    }
}
