package dev.confab.local;

import java.nio.file.Path;
import java.time.Duration;
import org.jspecify.annotations.Nullable;

/**
 * One real server as a child process, listening on 127.0.0.1. Port and data stay the same however often it is
 * stopped, killed and started again, so clients must survive what they would survive in production.
 *
 * <p>Safe for use by several threads; {@link #start()} can be interrupted and then leaves no process.
 */
public abstract sealed class EmbeddedServer implements AutoCloseable
        permits EmbeddedPostgres, EmbeddedRedis, EmbeddedKafka {
    private final String name;
    private final Path dir;
    private final int port;
    private @Nullable ServerProcess process;

    EmbeddedServer(String name, Path dir, int port) {
        this.name = name;
        this.dir = dir;
        this.port = port;
    }

    /** Starts the server on its data and returns when it answers. Does nothing if it runs already. */
    public final synchronized void start() {
        if (isRunning()) {
            return;
        }
        if (!Ports.isFree(port)) {
            throw new PortTakenException(name, port);
        }
        ServerProcess started = launch();
        process = started;
        started.awaitReady(this::isReady, startLimit());
    }

    /** Ends the server as its operator would, data flushed. Does nothing if it is not running. */
    public final synchronized void stop() {
        if (process != null) {
            process.stop(stopLimit());
            process = null;
        }
    }

    /** Ends the server and its helpers with SIGKILL, as a crash would. */
    public final synchronized void kill() {
        if (process != null) {
            process.kill();
            process = null;
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
    public final synchronized long pid() {
        return running().pid();
    }

    public final synchronized boolean isRunning() {
        return process != null && process.isAlive();
    }

    public final int port() {
        return port;
    }

    /** The name in messages and state files, such as {@code postgres}. */
    public final String name() {
        return name;
    }

    @Override
    public final void close() {
        stop();
    }

    final Path dir() {
        return dir;
    }

    final synchronized ServerProcess running() {
        if (process == null || !process.isAlive()) {
            throw new IllegalStateException(name + " is not running");
        }
        return process;
    }

    abstract ServerProcess launch();

    abstract boolean isReady();

    Duration startLimit() {
        return Duration.ofMinutes(1);
    }

    Duration stopLimit() {
        return Duration.ofSeconds(15);
    }
}
