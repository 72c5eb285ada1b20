package dev.confab.local;

import java.io.IOException;
import java.io.StringWriter;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.Socket;
import java.net.URISyntaxException;
import java.nio.ByteBuffer;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.SecureRandom;
import java.util.ArrayList;
import java.util.Base64;
import java.util.List;
import java.util.Map;
import java.util.Properties;
import java.util.stream.Stream;

/**
 * A Kafka broker (KRaft, its own controller) in a JVM of its own, on its own class path. Topics are never created
 * by accident; the services create theirs.
 */
public final class EmbeddedKafka extends LocalServer {
    private static final int ANSWER_MILLIS = 1000;

    private final Path log;

    EmbeddedKafka(Path dir, Path logs, int port) {
        super("kafka", dir, port);
        log = logs.resolve("kafka.log");
    }

    public String bootstrapServers() {
        return "127.0.0.1:" + port();
    }

    @Override
    ServerProcess launch() {
        try {
            Files.createDirectories(dir());
            Path properties = dir().resolve("server.properties");
            Path data = dir().resolve("data");
            writeProperties(properties, data);
            List<String> command = List.of(
                    Path.of(System.getProperty("java.home"), "bin", "java").toString(),
                    "-Xms96m",
                    "-Xmx384m",
                    "-XX:+UseSerialGC",
                    // What the optimising compiler costs in its first minutes a broker of this size does not win back.
                    "-XX:TieredStopAtLevel=1",
                    "-XX:+UseCompactObjectHeaders",
                    "-Xshare:auto",
                    "--sun-misc-unsafe-memory-access=allow",
                    "-Dorg.slf4j.simpleLogger.defaultLogLevel=warn",
                    "-Dorg.slf4j.simpleLogger.showDateTime=true",
                    "-Dorg.slf4j.simpleLogger.dateTimeFormat=yyyy-MM-dd HH:mm:ss.SSS",
                    "-Dlog4j2.StatusLogger.level=OFF",
                    "-cp",
                    classPath(),
                    KafkaBroker.class.getName(),
                    properties.toString(),
                    data.toString(),
                    clusterId());
            return ServerProcess.start(name(), command, "TERM", Map.of(), log);
        } catch (IOException e) {
            throw new LocalStackException("cannot prepare the broker in " + dir() + ": " + e.getMessage(), e);
        }
    }

    /** Asks for the versions of the API: answered only when the broker takes requests. */
    @Override
    boolean isReady() {
        try (Socket socket = new Socket()) {
            socket.connect(new InetSocketAddress(InetAddress.getLoopbackAddress(), port()), ANSWER_MILLIS);
            socket.setSoTimeout(ANSWER_MILLIS);
            short apiVersions = 18;
            ByteBuffer request = ByteBuffer.allocate(4 + 10);
            request.putInt(10)
                    .putShort(apiVersions)
                    .putShort((short) 0)
                    .putInt(1)
                    .putShort((short) -1);
            socket.getOutputStream().write(request.array());
            return socket.getInputStream().readNBytes(4).length == 4;
        } catch (IOException notYet) {
            return false;
        }
    }

    private void writeProperties(Path file, Path data) throws IOException {
        int controller = Ports.free();
        Properties broker = new Properties();
        broker.putAll(Map.ofEntries(
                Map.entry("process.roles", "broker,controller"),
                Map.entry("node.id", "1"),
                Map.entry("controller.quorum.voters", "1@127.0.0.1:" + controller),
                Map.entry("controller.listener.names", "CONTROLLER"),
                Map.entry("listener.security.protocol.map", "PLAINTEXT:PLAINTEXT,CONTROLLER:PLAINTEXT"),
                Map.entry(
                        "listeners",
                        "PLAINTEXT://127.0.0.1:%d,CONTROLLER://127.0.0.1:%d".formatted(port(), controller)),
                Map.entry("advertised.listeners", "PLAINTEXT://127.0.0.1:" + port()),
                Map.entry("log.dirs", data.toString()),
                Map.entry("auto.create.topics.enable", "false"),
                Map.entry("default.replication.factor", "1"),
                Map.entry("offsets.topic.num.partitions", "1"),
                Map.entry("offsets.topic.replication.factor", "1"),
                Map.entry("transaction.state.log.num.partitions", "1"),
                Map.entry("transaction.state.log.replication.factor", "1"),
                Map.entry("transaction.state.log.min.isr", "1"),
                Map.entry("share.coordinator.state.topic.num.partitions", "1"),
                Map.entry("share.coordinator.state.topic.replication.factor", "1"),
                Map.entry("share.coordinator.state.topic.min.isr", "1"),
                Map.entry("group.initial.rebalance.delay.ms", "0"),
                Map.entry("num.network.threads", "2"),
                Map.entry("num.io.threads", "2"),
                Map.entry("background.threads", "2"),
                Map.entry("log.cleaner.dedupe.buffer.size", Integer.toString(2 * 1024 * 1024)),
                // After a crash the controller takes the broker back only when its old session has ended.
                Map.entry("broker.session.timeout.ms", "3000"),
                Map.entry("broker.heartbeat.interval.ms", "500")));
        StringWriter text = new StringWriter();
        broker.store(text, null);
        Files.writeString(file, text.toString());
    }

    private String clusterId() throws IOException {
        Path file = dir().resolve("cluster-id");
        if (!Files.exists(file)) {
            byte[] id = new byte[16];
            new SecureRandom().nextBytes(id);
            // Kafka's command line takes an id that starts with a dash for an option.
            id[0] &= 0x7f;
            Files.writeString(file, Base64.getUrlEncoder().withoutPadding().encodeToString(id));
        }
        return Files.readString(file).strip();
    }

    private static String classPath() throws IOException {
        Path lib = Checkout.root().resolve(Path.of("deploy", "local-broker", "target", "lib"));
        List<String> entries = new ArrayList<>();
        try {
            entries.add(Path.of(EmbeddedKafka.class
                            .getProtectionDomain()
                            .getCodeSource()
                            .getLocation()
                            .toURI())
                    .toString());
        } catch (URISyntaxException e) {
            throw new IOException(e);
        }
        if (Files.isDirectory(lib)) {
            try (Stream<Path> jars = Files.list(lib)) {
                jars.map(Path::toString)
                        .filter(jar -> jar.endsWith(".jar"))
                        .sorted()
                        .forEach(entries::add);
            }
        }
        if (entries.size() == 1) {
            throw new LocalStackException(
                    lib + " is empty: build the module deploy/local-broker first (./mvnw package does)");
        }
        return String.join(":", entries);
    }
}
