package dev.confab.local;

import java.nio.file.Path;
import java.util.HashMap;
import java.util.Map;
import java.util.Optional;

/**
 * What to run and where. Ports of 0 stand for free ones.
 *
 * @param dataDir data, logs and the state file; continued if it was used before
 * @param chatNodes how many chat-service processes; the first on {@code ports.http}, the next ones 10 higher each
 * @param taskWorkers how many task-worker processes; the first on {@code ports.task}, the next ones 10 higher each
 * @param layer {@code kafka}, or {@code local}: one chat node, PostgreSQL and Redis, and nothing else
 * @param host the address that the services listen on
 * @param external the servers that are not to be started because they exist already
 * @param adminPassword password of the administrator that the first start creates; generated if empty
 * @param supervised whether a part that dies is started again; tests that kill parts do so themselves
 * @param settings environment variables for every service, for what a test or a measurement sets differently
 */
public record SuiteOptions(
        Path dataDir,
        int chatNodes,
        int taskWorkers,
        ChannelLayer layer,
        String host,
        SuitePorts ports,
        ExternalServers external,
        Optional<String> adminPassword,
        boolean supervised,
        Map<String, String> settings) {

    /** What carries events between chat nodes. */
    public enum ChannelLayer {
        KAFKA,
        LOCAL
    }

    /** One port per part. */
    public record SuitePorts(
            int http, int notification, int task, int postgres, int redis, int kafka, int smtp, int mailPage) {
        public static final SuitePorts FREE = new SuitePorts(0, 0, 0, 0, 0, 0, 0, 0);
        private static final int NODE_DISTANCE = 10;

        int chat(int node) {
            return numbered(http, node);
        }

        int task(int worker) {
            return numbered(task, worker);
        }

        private static int numbered(int first, int number) {
            return first == 0 ? 0 : first + NODE_DISTANCE * (number - 1);
        }
    }

    /** Servers of the user's own instead of the embedded ones. */
    public record ExternalServers(
            Optional<PostgresUrl> postgres,
            Optional<String> redisUrl,
            Optional<String> kafkaBootstrapServers,
            Optional<MailServer> smtp) {
        public static final ExternalServers NONE =
                new ExternalServers(Optional.empty(), Optional.empty(), Optional.empty(), Optional.empty());
    }

    public SuiteOptions {
        if (chatNodes < 1) {
            throw new IllegalArgumentException("at least one chat node is needed");
        }
        if (taskWorkers < 1) {
            throw new IllegalArgumentException("at least one task worker is needed");
        }
        if (layer == ChannelLayer.LOCAL && chatNodes > 1) {
            throw new IllegalArgumentException(
                    "with the layer local there is one chat node; more need the layer kafka");
        }
        dataDir = dataDir.toAbsolutePath().normalize();
        settings = Map.copyOf(settings);
    }

    /** A suite for a test: everything embedded, on free ports, on the loopback interface. */
    public static SuiteOptions forTest(Path dataDir, int chatNodes) {
        return new SuiteOptions(
                dataDir,
                chatNodes,
                1,
                ChannelLayer.KAFKA,
                "127.0.0.1",
                SuitePorts.FREE,
                ExternalServers.NONE,
                Optional.empty(),
                false,
                // On a busy machine the first hashes of a fresh JVM take long, and any part may stand still.
                Map.of(
                        "CONFAB_PASSWORDS_PATIENCE", "60S",
                        "QUARKUS_DATASOURCE_JDBC_ACQUISITION_TIMEOUT", "60S",
                        "CONFAB_SIGN_IN_TIMEOUT", "60s"));
    }

    public SuiteOptions withAdminPassword(String password) {
        return new SuiteOptions(
                dataDir,
                chatNodes,
                taskWorkers,
                layer,
                host,
                ports,
                external,
                Optional.of(password),
                supervised,
                settings);
    }

    public SuiteOptions withTaskWorkers(int workers) {
        return new SuiteOptions(
                dataDir, chatNodes, workers, layer, host, ports, external, adminPassword, supervised, settings);
    }

    public SuiteOptions withLayer(ChannelLayer newLayer) {
        return new SuiteOptions(
                dataDir, chatNodes, taskWorkers, newLayer, host, ports, external, adminPassword, supervised, settings);
    }

    public SuiteOptions withPorts(SuitePorts newPorts) {
        return new SuiteOptions(
                dataDir, chatNodes, taskWorkers, layer, host, newPorts, external, adminPassword, supervised, settings);
    }

    /** One more environment variable for every service, such as {@code CONFAB_MESSAGES_RATE_LIMIT}. */
    public SuiteOptions withSetting(String variable, String value) {
        Map<String, String> all = new HashMap<>(settings);
        all.put(variable, value);
        return new SuiteOptions(
                dataDir, chatNodes, taskWorkers, layer, host, ports, external, adminPassword, supervised, all);
    }
}
