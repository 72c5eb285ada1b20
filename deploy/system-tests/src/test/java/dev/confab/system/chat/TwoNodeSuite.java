package dev.confab.system.chat;

import dev.confab.local.Suite;
import dev.confab.local.SuiteOptions;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.URI;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;

/**
 * One suite with two chat nodes and two task workers for all tests of this JVM, because starting one takes longer than most tests. Whoever
 * breaks a part mends it before the test ends.
 */
public final class TwoNodeSuite {
    static final String ADMIN_PASSWORD = "an administrator of tests";

    private static final class Running {
        static final Suite SUITE = start();
    }

    private TwoNodeSuite() {}

    public static Suite get() {
        return Running.SUITE;
    }

    static URI node(int number) {
        return get().chatUrl(number);
    }

    /** Both nodes, in the order in which a client should try them. */
    static List<URI> nodesPreferring(int number) {
        return List.of(node(number), node(3 - number));
    }

    private static Suite start() {
        try {
            Path data = Files.createTempDirectory("confab-system-");
            // All tests come from one address.
            Suite suite = Suite.start(SuiteOptions.forTest(data, 2)
                    .withAdminPassword(ADMIN_PASSWORD)
                    .withTaskWorkers(2)
                    // What a dead worker held is soon run again.
                    .withSetting("CONFAB_TASKS_LEASE", "8s")
                    // Long enough to come and read, short enough to wait for.
                    .withSetting("CONFAB_NOTIFICATIONS_EMAIL_DELAY", "4s")
                    .withSetting("CONFAB_AUTH_LIMITS_REGISTRATIONS_PER_ADDRESS", "1000")
                    .withSetting("CONFAB_AUTH_LIMITS_LOGINS_PER_ADDRESS", "1000"));
            Runtime.getRuntime().addShutdownHook(new Thread(suite::close, "stop the suite"));
            return suite;
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }
}
