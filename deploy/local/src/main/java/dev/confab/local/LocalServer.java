package dev.confab.local;

import java.nio.file.Path;
import java.time.Duration;
import java.util.LinkedHashMap;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * One real server as a child process. Port and data stay the same however often it is stopped, killed and started
 * again, so clients must survive what they would survive in production.
 *
 * <p>Safe for use by several threads; {@link #start()} can be interrupted and then leaves no process.
 */
public abstract sealed class LocalServer implements AutoCloseable
        permits EmbeddedPostgres, EmbeddedRedis, EmbeddedKafka, EmbeddedMail, ServiceNode {
    /** Hears what happens to a server. Called on the threads that start and collect processes; must be quick. */
    interface Listener {
        /** The process exists; it may not be ready yet. */
        void launched(LocalServer server, ServerProcess process);

        /** The process of a server that was ready ended, and nobody had asked for it. */
        void died(LocalServer server, ServerProcess process);
    }

    private static final Listener SILENT = new Listener() {
        @Override
        public void launched(LocalServer server, ServerProcess process) {}

        @Override
        public void died(LocalServer server, ServerProcess process) {}
    };

    private final String name;
    private final Path dir;
    private final int port;
    private volatile Listener listener = SILENT;
    /** The process that should be running; null while the server is meant to be down. */
    private volatile @Nullable ServerProcess process;

    LocalServer(String name, Path dir, int port) {
        this.name = name;
        this.dir = dir;
        this.port = port;
    }

    /** Starts the server on its data and returns when it is ready. Does nothing if it runs already. */
    public final synchronized void start() {
        if (isRunning()) {
            return;
        }
        ports().forEach((part, number) -> {
            if (!Ports.becomesFree(number)) {
                throw new PortTakenException(part, number);
            }
        });
        ServerProcess started = launchAndWait();
        var _ = started.onExit().thenRun(() -> {
            if (process == started) {
                listener.died(this, started);
            }
        });
    }

    private ServerProcess launchAndWait() {
        while (true) {
            ServerProcess started = launch();
            process = started;
            listener.launched(this, started);
            try {
                started.awaitReady(this::isReady, startLimit());
                return started;
            } catch (LocalStackException failed) {
                if (started.killedByUs() || !canStartAgain(started.status())) {
                    throw failed;
                }
            }
        }
    }

    /** Ends the server as its operator would, data flushed. Does nothing if it is not running. */
    public final synchronized void stop() {
        ServerProcess running = process;
        process = null;
        if (running != null) {
            running.stop(stopLimit());
        }
    }

    /** Ends the server and its helpers with SIGKILL, as a crash would. */
    public final synchronized void kill() {
        ServerProcess running = process;
        process = null;
        if (running != null) {
            running.kill();
        }
    }

    /** Freezes the server (SIGSTOP): connections stay open, and nothing answers any more. */
    public final synchronized void pause() {
        running().pause();
    }

    /** Lets a frozen server go on. */
    public final synchronized void resume() {
        running().resume();
    }

    /** The id of the server's main process. Throws if it is not running. */
    public final long pid() {
        return running().pid();
    }

    public final boolean isRunning() {
        ServerProcess running = process;
        return running != null && running.isAlive();
    }

    public final int port() {
        return port;
    }

    /** All ports that it listens on, each with the name under which the user can choose it. */
    final Map<String, Integer> ports() {
        Map<String, Integer> ports = new LinkedHashMap<>();
        ports.put(name, port);
        ports.putAll(furtherPorts());
        return ports;
    }

    Map<String, Integer> furtherPorts() {
        return Map.of();
    }

    /** The name in messages and state files, such as {@code postgres}. */
    public final String name() {
        return name;
    }

    @Override
    public final void close() {
        stop();
    }

    final void listen(Listener to) {
        listener = to;
    }

    final Path dir() {
        return dir;
    }

    final ServerProcess running() {
        ServerProcess running = process;
        if (running == null || !running.isAlive()) {
            throw new IllegalStateException(name + " is not running");
        }
        return running;
    }

    abstract ServerProcess launch();

    abstract boolean isReady();

    /** Whether the cause of an end with this status while starting is removed, so that another start may succeed. */
    boolean canStartAgain(int status) {
        return false;
    }

    Duration startLimit() {
        return Duration.ofMinutes(1);
    }

    Duration stopLimit() {
        return Duration.ofSeconds(15);
    }
}
