package dev.confab.common.storage;

import static dev.confab.local.test.Patience.await;
import static org.junit.jupiter.api.Assumptions.abort;

import java.io.File;
import java.io.IOException;
import java.net.HttpURLConnection;
import java.net.ServerSocket;
import java.net.URI;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.TimeUnit;
import java.util.stream.Stream;

/** A server that speaks S3 and asks who is there: the package s3rver, run by Node. */
final class S3Server implements AutoCloseable {
    static final String BUCKET = "confab";

    private static final String PACKAGE = "s3rver@3.7.1";
    private static final Duration PATIENCE = Duration.ofMinutes(2);

    private final Process process;
    private final int port;

    private S3Server(Process process, int port) {
        this.process = process;
        this.port = port;
    }

    /** Keeps its objects in that folder. Where there is no npm, the test ends without a result, but on a machine that must run everything ({@code CI}). */
    static S3Server start(Path data) throws IOException, InterruptedException {
        String npm = find("npm");
        String node = find("node");
        Path home = Files.createDirectories(Path.of("target", "s3rver").toAbsolutePath());
        Path program = home.resolve("node_modules/s3rver/bin/s3rver.js");
        if (!Files.exists(program)) {
            run(
                    home,
                    npm,
                    "install",
                    "--no-audit",
                    "--no-fund",
                    "--ignore-scripts",
                    "--prefix",
                    home.toString(),
                    PACKAGE);
        }
        int port = freePort();
        Process process = new ProcessBuilder(
                        node,
                        program.toString(),
                        "--directory",
                        data.toString(),
                        "--address",
                        "127.0.0.1",
                        "--port",
                        Integer.toString(port),
                        "--silent",
                        "--configure-bucket",
                        BUCKET)
                .redirectErrorStream(true)
                .redirectOutput(home.resolve("s3rver.log").toFile())
                .start();
        S3Server server = new S3Server(process, port);
        await().atMost(PATIENCE).until(server::answers);
        return server;
    }

    URI endpoint() {
        return URI.create("http://127.0.0.1:" + port);
    }

    private boolean answers() {
        try {
            HttpURLConnection connection =
                    (HttpURLConnection) endpoint().toURL().openConnection();
            int status = connection.getResponseCode();
            connection.disconnect();
            return status > 0;
        } catch (IOException notYet) {
            return false;
        }
    }

    @Override
    public void close() {
        process.destroyForcibly().onExit().join();
    }

    private static String find(String program) {
        return Stream.of(System.getenv().getOrDefault("PATH", "").split(File.pathSeparator))
                .map(folder -> Path.of(folder, program))
                .filter(Files::isExecutable)
                .map(Path::toString)
                .findFirst()
                .orElseGet(() -> {
                    if (System.getenv("CI") != null) {
                        throw new AssertionError(program + " is not installed");
                    }
                    return abort(program + " is not installed");
                });
    }

    private static void run(Path folder, String... command) throws IOException, InterruptedException {
        Process process = new ProcessBuilder(List.of(command))
                .directory(folder.toFile())
                .redirectErrorStream(true)
                .redirectOutput(folder.resolve("install.log").toFile())
                .start();
        if (!process.waitFor(PATIENCE.toSeconds() * 2, TimeUnit.SECONDS) || process.exitValue() != 0) {
            process.destroyForcibly();
            throw new AssertionError(Files.readString(folder.resolve("install.log")));
        }
    }

    private static int freePort() throws IOException {
        try (ServerSocket socket = new ServerSocket(0)) {
            return socket.getLocalPort();
        }
    }
}
