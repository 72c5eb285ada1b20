package dev.confab.local;

import java.io.IOException;
import java.net.HttpURLConnection;
import java.net.Proxy;
import java.net.URI;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.function.Supplier;
import java.util.stream.Stream;

/**
 * One process of a service, run from its build output as in production. All that it is told travels in its
 * environment, which other users cannot read; nothing secret is on a command line.
 */
public final class ServiceNode extends LocalServer {
    private static final int ANSWER_MILLIS = 2000;
    private static final int STATUS_OF_SIGNALS = 128;

    private final Service service;
    private final Path root;
    private final Path log;
    private final Path output;
    private final Path temporary;
    private final Supplier<Map<String, String>> environment;
    private final boolean recordsCache;
    private volatile boolean recording;
    private volatile boolean usingCache;

    /**
     * @param environment asked at every start
     * @param recordsCache whether it makes the start-up cache when there is none; one node per service at most
     */
    ServiceNode(
            String name,
            Service service,
            Path root,
            Path logs,
            int port,
            Supplier<Map<String, String>> environment,
            boolean recordsCache) {
        super(name, logs, port);
        this.service = service;
        this.root = root;
        this.environment = environment;
        this.recordsCache = recordsCache;
        log = logs.resolve(name + ".log");
        output = logs.resolve(name + ".out");
        temporary = logs.resolveSibling("tmp").resolve(name).toAbsolutePath();
    }

    /** Such as {@code http://localhost:8080}. */
    public URI url() {
        return URI.create("http://localhost:" + port());
    }

    /** Where the service writes its log; rotated, three files of 10 MB at most. */
    public Path log() {
        return log;
    }

    @Override
    ServerProcess launch() {
        Path jar = service.jar(root);
        if (!Files.exists(jar)) {
            throw new LocalStackException(jar + " is missing: ./confab up builds it, and so does ./mvnw package");
        }
        AotCache cache = AotCache.of(service, root);
        recording = recordsCache && cache.isMissing();
        usingCache = cache.exists();
        List<String> options = recording ? cache.recordOptions() : usingCache ? cache.useOptions() : List.of();
        ServerProcess process =
                ServerProcess.start(name(), command(jar, withTemporaryFolder(options)), "TERM", variables(), output);
        process.logsTo(log);
        if (recording) {
            var _ = process.onExit().thenRun(cache::keepRecording);
        }
        return process;
    }

    /** A JVM that a cache made crash starts again without it. */
    @Override
    boolean canStartAgain(int status) {
        boolean crashed = usingCache && status >= STATUS_OF_SIGNALS;
        if (crashed) {
            AotCache.of(service, root).discard();
        }
        return crashed;
    }

    /**
     * To be called once the service is ready. Ends the recording of its start, if there is one, which halts it for
     * a moment, and makes the cache of the next start of it: seconds of CPU time at low priority. Interruptible.
     */
    void makeCache() {
        AotCache cache = AotCache.of(service, root);
        if (recording && isRunning()) {
            cache.endRecording(pid());
        }
        if (!recordsCache || !cache.isRecorded() || Thread.currentThread().isInterrupted()) {
            return;
        }
        List<String> command =
                new ArrayList<>(Shell.find("nice").isPresent() ? List.of("nice", "-n", "19") : List.of());
        command.addAll(command(service.jar(root), cache.createOptions()));
        ServerProcess process =
                ServerProcess.start(name() + "-aot", command, "KILL", Map.of(), output.resolveSibling("aot.out"));
        if (process.endsWell()) {
            cache.keepCache();
        } else if (!Thread.currentThread().isInterrupted()) {
            cache.discard();
        }
    }

    /** One of its own, so that what a node leaves that is killed goes with its next start, or with the data folder. */
    private List<String> withTemporaryFolder(List<String> options) {
        BinaryCache.delete(temporary);
        try {
            Files.createDirectories(temporary);
        } catch (IOException e) {
            throw new LocalStackException("cannot create " + temporary, e);
        }
        return Stream.concat(options.stream(), Stream.of("-Djava.io.tmpdir=" + temporary))
                .toList();
    }

    private List<String> command(Path jar, List<String> options) {
        List<String> command = new ArrayList<>();
        command.add(Path.of(System.getProperty("java.home"), "bin", "java").toString());
        command.add("-Xmx" + service.heapMegabytes() + "m");
        command.add("-XX:+UseCompactObjectHeaders");
        command.add("-XX:+ExitOnOutOfMemoryError");
        command.add("--sun-misc-unsafe-memory-access=allow");
        command.add("--enable-native-access=ALL-UNNAMED");
        command.add("-Djava.util.logging.manager=org.jboss.logmanager.LogManager");
        command.addAll(options);
        command.add("-jar");
        command.add(jar.toString());
        return command;
    }

    private Map<String, String> variables() {
        Map<String, String> variables = new HashMap<>(environment.get());
        variables.put("QUARKUS_HTTP_PORT", Integer.toString(port()));
        variables.put("CONFAB_NODE_ID", name());
        variables.put("QUARKUS_LOG_CONSOLE_ENABLED", "false");
        variables.put("QUARKUS_LOG_FILE_ENABLED", "true");
        variables.put("QUARKUS_LOG_FILE_PATH", log.toString());
        variables.put("QUARKUS_LOG_FILE_ROTATION_MAX_FILE_SIZE", "10M");
        variables.put("QUARKUS_LOG_FILE_ROTATION_MAX_BACKUP_INDEX", "2");
        return variables;
    }

    @Override
    boolean isReady() {
        HttpURLConnection connection = null;
        try {
            connection = (HttpURLConnection) URI.create("http://127.0.0.1:" + port() + "/q/health/ready")
                    .toURL()
                    .openConnection(Proxy.NO_PROXY);
            connection.setConnectTimeout(ANSWER_MILLIS);
            connection.setReadTimeout(ANSWER_MILLIS);
            return connection.getResponseCode() == HttpURLConnection.HTTP_OK;
        } catch (IOException notYet) {
            return false;
        } finally {
            if (connection != null) {
                connection.disconnect();
            }
        }
    }

    @Override
    Duration startLimit() {
        return Duration.ofMinutes(2);
    }

    /** Time to drain connections, and to write a recording that did not end before. */
    @Override
    Duration stopLimit() {
        return Duration.ofSeconds(30);
    }
}
