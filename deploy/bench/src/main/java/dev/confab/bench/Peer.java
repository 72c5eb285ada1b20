package dev.confab.bench;

import dev.confab.local.EmbeddedStack;
import io.vertx.core.Promise;
import io.vertx.core.http.WebSocket;
import io.vertx.core.http.WebSocketConnectOptions;
import java.io.IOException;
import java.io.InputStream;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Objects;
import java.util.concurrent.TimeUnit;
import org.jspecify.annotations.Nullable;

/** A server that is compared with, started for that on a free port. None of them stores anything. */
final class Peer implements LoadClient, AutoCloseable {
    private static final long START_LIMIT_NANOS = TimeUnit.SECONDS.toNanos(30);
    private static final long LOOK_MILLIS = 50;
    private static final int INSTALL_MINUTES = 5;
    private static final List<String> SOCKET_IO_FILES = List.of("package.json", "server.cjs");

    private final PeerWire wire;
    private final int port;
    private final Process process;
    private final List<ServerProcesses.Server> servers;
    private final @Nullable EmbeddedStack stack;

    private Peer(PeerWire wire, int port, Process process, @Nullable EmbeddedStack stack) {
        this.wire = wire;
        this.port = port;
        this.process = process;
        this.stack = stack;
        List<ServerProcesses.Server> measured = new ArrayList<>();
        measured.add(new ServerProcesses.Server("server", process.pid()));
        if (stack != null) {
            measured.add(new ServerProcesses.Server("redis", stack.redis().pid()));
        }
        servers = List.copyOf(measured);
    }

    /** Rooms in the memory of a plain Vert.x server. */
    static Peer rawBroadcast(Path folder) throws IOException, InterruptedException {
        int port = freePort();
        Process process = start(
                folder,
                List.of(
                        Path.of(System.getProperty("java.home"), "bin", "java").toString(),
                        "-XX:+UseCompactObjectHeaders",
                        "-cp",
                        System.getProperty("java.class.path"),
                        RawBroadcastServer.class.getName(),
                        Integer.toString(port)));
        return started(new Peer(new PeerWire.RawBroadcast(), port, process, null));
    }

    /** Socket.IO with its Redis adapter, from the npm registry, on the Node.js of this machine. */
    static Peer socketIo(Path folder) throws IOException, InterruptedException {
        for (String file : SOCKET_IO_FILES) {
            try (InputStream content =
                    Objects.requireNonNull(Peer.class.getResourceAsStream("/peers/socketio/" + file), file)) {
                Files.copy(content, folder.resolve(file));
            }
        }
        Process install = start(folder, List.of("npm", "install", "--silent", "--ignore-scripts", "--no-audit"));
        if (!install.waitFor(INSTALL_MINUTES, TimeUnit.MINUTES) || install.exitValue() != 0) {
            install.destroyForcibly();
            throw new BenchException("npm could not install Socket.IO, see " + folder.resolve("out.log"));
        }
        EmbeddedStack stack = EmbeddedStack.start(folder.resolve("stack"), EmbeddedStack.StackPorts.FREE);
        int port = freePort();
        Process process = start(
                folder,
                List.of(
                        "node",
                        "server.cjs",
                        Integer.toString(port),
                        stack.redis().url()));
        return started(new Peer(new PeerWire.SocketIo(), port, process, stack));
    }

    List<ServerProcesses.Server> servers() {
        return servers;
    }

    @Override
    public int nodes() {
        return 1;
    }

    @Override
    public WebSocketConnectOptions address(int n) {
        return new WebSocketConnectOptions().setHost("127.0.0.1").setPort(port).setURI(wire.path());
    }

    @Override
    public LoadSocket socket(WebSocket webSocket, String room, Recorder recorder, Promise<Void> joined) {
        return new PeerSocket(webSocket, wire, room, recorder, joined);
    }

    @Override
    public void close() {
        process.destroy();
        if (stack != null) {
            stack.close();
        }
    }

    private static Peer started(Peer peer) throws InterruptedException {
        long deadline = System.nanoTime() + START_LIMIT_NANOS;
        while (!answers(peer.port)) {
            if (!peer.process.isAlive() || System.nanoTime() > deadline) {
                peer.close();
                throw new BenchException("the server to compare with did not start");
            }
            TimeUnit.MILLISECONDS.sleep(LOOK_MILLIS);
        }
        return peer;
    }

    private static Process start(Path folder, List<String> command) throws IOException {
        return new ProcessBuilder(command)
                .directory(folder.toFile())
                .redirectErrorStream(true)
                .redirectOutput(ProcessBuilder.Redirect.appendTo(
                        folder.resolve("out.log").toFile()))
                .start();
    }

    private static boolean answers(int port) {
        try (Socket socket = new Socket()) {
            socket.connect(new InetSocketAddress(InetAddress.getLoopbackAddress(), port), 500);
            return true;
        } catch (IOException notYet) {
            return false;
        }
    }

    private static int freePort() throws IOException {
        try (ServerSocket socket = new ServerSocket(0, 1, InetAddress.getLoopbackAddress())) {
            return socket.getLocalPort();
        }
    }
}
