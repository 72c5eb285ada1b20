package dev.confab.bench;

import dev.confab.local.Suite;
import dev.confab.local.SuiteOptions;
import java.io.IOException;
import java.net.URI;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.function.UnaryOperator;
import org.jspecify.annotations.Nullable;

/** What is measured: a suite of our own on free ports with throw-away data, or one that runs already. */
final class Deployment implements AutoCloseable {
    /** Limits protect a service from one address; here one address is all there is. */
    private static final String UNLIMITED = "1000000";

    private final List<URI> chatNodes;
    private final List<ServerProcesses.Server> servers;
    private final @Nullable Suite suite;
    private final @Nullable ScratchFolder data;

    private Deployment(
            List<URI> chatNodes,
            List<ServerProcesses.Server> servers,
            @Nullable Suite suite,
            @Nullable ScratchFolder data) {
        this.chatNodes = List.copyOf(chatNodes);
        this.servers = servers;
        this.suite = suite;
        this.data = data;
    }

    /** One that runs already; its processes are measured if its {@code run.json} is given. */
    static Deployment running(List<URI> chatNodes, @Nullable Path runJson) throws IOException {
        return new Deployment(chatNodes, runJson == null ? List.of() : ServerProcesses.read(runJson), null, null);
    }

    /** One of our own, with limits out of the way and whatever else the measurement needs. */
    static Deployment fresh(int chatNodes, UnaryOperator<SuiteOptions> further) throws IOException {
        ScratchFolder data = ScratchFolder.create();
        Suite suite = null;
        try {
            suite = Suite.start(further.apply(SuiteOptions.forTest(data.path(), chatNodes)
                    .withSetting("CONFAB_MESSAGES_RATE_LIMIT", UNLIMITED)
                    .withSetting("CONFAB_AUTH_LIMITS_REGISTRATIONS_PER_ADDRESS", UNLIMITED)
                    // Passwords are not what is measured: throw-away accounts need no memory-hard hash.
                    .withSetting("CONFAB_PASSWORDS_MEMORY_KIB", "64")
                    .withSetting("CONFAB_PASSWORDS_ITERATIONS", "1")
                    .withSetting("CONFAB_SOCKETS_HANDSHAKES_PER_ADDRESS", UNLIMITED)
                    .withSetting("CONFAB_SOCKETS_MAX_PER_USER", UNLIMITED)
                    .withSetting("CONFAB_ROOMS_CREATIONS", UNLIMITED)));
            suite.awaitCaches();
            List<URI> nodes = new ArrayList<>();
            for (int node = 1; node <= chatNodes; node++) {
                nodes.add(suite.chatUrl(node));
            }
            return new Deployment(nodes, ServerProcesses.read(data.path().resolve("run.json")), suite, data);
        } catch (RuntimeException | IOException e) {
            if (suite != null) {
                suite.close();
            }
            data.close();
            throw e;
        }
    }

    /** The suite of our own. */
    Suite suite() {
        if (suite == null) {
            throw new IllegalStateException("this deployment is not ours");
        }
        return suite;
    }

    List<URI> chatNodes() {
        return chatNodes;
    }

    List<ServerProcesses.Server> servers() {
        return servers;
    }

    @Override
    public void close() throws IOException {
        if (suite != null) {
            suite.close();
        }
        if (data != null) {
            data.close();
        }
    }
}
