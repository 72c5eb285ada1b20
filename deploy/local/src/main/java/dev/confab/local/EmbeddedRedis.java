package dev.confab.local;

import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.Socket;
import java.net.URL;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import redis.embedded.core.ExecutableProvider;

/** Redis with an append-only file: the {@code redis-server} on the PATH, otherwise the one on the class path. */
public final class EmbeddedRedis extends LocalServer {
    private static final String PROGRAM = "redis-server";
    private static final Duration PROBE_PATIENCE = Duration.ofSeconds(5);
    /** Longer than a busy machine keeps a server from answering. */
    private static final Duration PATIENCE = Duration.ofSeconds(60);

    private final Path log;

    EmbeddedRedis(Path dir, Path logs, int port) {
        super("redis", dir, port);
        log = logs.resolve("redis.log");
    }

    /** Such as {@code redis://127.0.0.1:6379}. */
    public String url() {
        return "redis://127.0.0.1:" + port();
    }

    /** Sends one command in the inline form, such as {@code FLUSHALL}, and returns the first line of the answer. */
    public String command(String line) {
        return command(line, PATIENCE);
    }

    private String command(String line, Duration patience) {
        int millis = Math.toIntExact(patience.toMillis());
        try (Socket socket = new Socket()) {
            socket.connect(new InetSocketAddress(InetAddress.getLoopbackAddress(), port()), millis);
            socket.setSoTimeout(millis);
            socket.getOutputStream().write((line + "\r\n").getBytes(StandardCharsets.UTF_8));
            StringBuilder answer = new StringBuilder();
            for (int c = socket.getInputStream().read();
                    c >= 0 && c != '\n';
                    c = socket.getInputStream().read()) {
                answer.append((char) c);
            }
            return answer.toString().strip();
        } catch (IOException e) {
            throw new LocalStackException("redis does not answer on port " + port(), e);
        }
    }

    @Override
    ServerProcess launch() {
        try {
            Files.createDirectories(dir());
        } catch (IOException e) {
            throw new LocalStackException("cannot create " + dir() + ": " + e.getMessage(), e);
        }
        List<String> command = List.of(
                program().toString(),
                "--bind",
                "127.0.0.1",
                "--port",
                Integer.toString(port()),
                "--dir",
                dir().toString(),
                "--appendonly",
                "yes",
                "--save",
                "",
                "--loglevel",
                "warning");
        return ServerProcess.start(name(), command, "TERM", Map.of(), log);
    }

    @Override
    boolean isReady() {
        try {
            return command("PING", PROBE_PATIENCE).equals("+PONG");
        } catch (LocalStackException notYet) {
            return false;
        }
    }

    private static Path program() {
        return Shell.find(PROGRAM).orElseGet(EmbeddedRedis::unpacked);
    }

    private static Path unpacked() {
        URL archive = Optional.ofNullable(
                        EmbeddedRedis.class.getResource("/redis/embedded/core/ExecutableProvider.class"))
                .orElseThrow(() -> new LocalStackException("there is no embedded Redis: install redis-server"));
        return BinaryCache.folder(BinaryCache.archiveName(archive), folder -> {
                    Path work = Files.createDirectory(folder.resolve("work"));
                    Path program = ExecutableProvider.newJarResourceProvider(work.toFile())
                            .get()
                            .toPath();
                    Files.move(program, folder.resolve(PROGRAM));
                    BinaryCache.delete(work);
                })
                .resolve(PROGRAM);
    }
}
