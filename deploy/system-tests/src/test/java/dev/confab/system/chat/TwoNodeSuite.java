package dev.confab.system.chat;

import dev.confab.local.Suite;
import dev.confab.local.SuiteOptions;
import dev.confab.local.TemporaryFolder;
import dev.confab.local.test.TraceCollector;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.URI;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.stream.Stream;

/**
 * One suite with two chat nodes and two task workers for all tests of this JVM, because starting one takes longer than most tests. Whoever
 * breaks a part mends it before the test ends.
 */
public final class TwoNodeSuite {
    public static final String ADMIN_PASSWORD = "an administrator of tests";

    private static final Path LOGS = Path.of("target", "suite-logs");

    private static final class Running {
        static final TraceCollector TRACES = new TraceCollector();
        static final Suite SUITE = start(TRACES);
    }

    private TwoNodeSuite() {}

    public static Suite get() {
        return Running.SUITE;
    }

    /** Gets the spans of traces that a client asked to record. */
    public static TraceCollector traces() {
        return Running.TRACES;
    }

    static URI node(int number) {
        return get().chatUrl(number);
    }

    /** Both nodes, in the order in which a client should try them. */
    static List<URI> nodesPreferring(int number) {
        return List.of(node(number), node(3 - number));
    }

    private static Suite start(TraceCollector traces) {
        Path data = TemporaryFolder.create("confab-system-");
        // All tests come from one address.
        Suite suite = Suite.start(SuiteOptions.forTest(data, 2)
                .withAdminPassword(ADMIN_PASSWORD)
                .withTaskWorkers(2)
                // Nobody guesses the passwords of tests.
                .withSetting("CONFAB_PASSWORDS_MEMORY_KIB", "64")
                .withSetting("CONFAB_PASSWORDS_ITERATIONS", "1")
                // Only what a client wants to be recorded.
                .withSetting("CONFAB_TRACING_ENDPOINT", traces.endpoint())
                .withSetting("CONFAB_TRACING_SAMPLE_RATIO", "0")
                .withSetting("QUARKUS_OTEL_BSP_SCHEDULE_DELAY", "200ms")
                // People of a dead node are seen to be gone, not those of one that stands still for a moment.
                .withSetting("CONFAB_PRESENCE_LEASE", "30s")
                .withSetting("CONFAB_PRESENCE_HEARTBEAT", "4s")
                // Nor is a client that does so given up.
                .withSetting("CONFAB_SOCKETS_PONG_TIMEOUT", "30s")
                .withSetting("CONFAB_SOCKETS_HELLO_TIMEOUT", "60s")
                // What a dead worker held is soon run again.
                .withSetting("CONFAB_TASKS_LEASE", "8s")
                // Long enough to come and read, short enough to wait for.
                .withSetting("CONFAB_NOTIFICATIONS_EMAIL_DELAY", "4s")
                .withSetting("CONFAB_AUTH_LIMITS_REGISTRATIONS_PER_ADDRESS", "1000")
                .withSetting("CONFAB_AUTH_LIMITS_LOGINS_PER_ADDRESS", "1000"));
        Runtime.getRuntime().addShutdownHook(new Thread(() -> end(suite, data), "stop the suite"));
        // The first suite of a build halts its services for a moment to record how they start.
        suite.awaitCaches();
        return suite;
    }

    /** Of its data only the logs of the last run are kept, for whoever looks for what a test has found. */
    private static void end(Suite suite, Path data) {
        suite.close();
        try {
            TemporaryFolder.delete(LOGS);
            Files.createDirectories(LOGS);
            try (Stream<Path> logs = Files.list(data.resolve("logs"))) {
                for (Path log : logs.filter(Files::isRegularFile).toList()) {
                    Files.copy(log, LOGS.resolve(log.getFileName()));
                }
            }
        } catch (IOException full) {
            throw new UncheckedIOException(full);
        } finally {
            TemporaryFolder.delete(data);
        }
    }
}
