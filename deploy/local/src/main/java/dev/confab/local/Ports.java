package dev.confab.local;

import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.ServerSocket;
import java.nio.channels.FileChannel;
import java.nio.channels.OverlappingFileLockException;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ThreadLocalRandom;
import java.util.concurrent.locks.LockSupport;
import org.jspecify.annotations.Nullable;

/** TCP ports of the loopback interface. */
public final class Ports {
    /**
     * Below the ranges from which Linux (32768) and macOS (49152) take the local ports of outgoing connections:
     * a server that is stopped finds its port still free when it starts again.
     */
    private static final int FIRST = 20_000;

    private static final int LAST = 32_000;
    private static final int ATTEMPTS = 200;
    private static final int LOOKS = 10;
    private static final long BETWEEN_LOOKS_NANOS = 50_000_000;

    private static final Set<Integer> HANDED_OUT = ConcurrentHashMap.newKeySet();

    /**
     * A lock on the byte whose place is the port's number says that a process keeps that port for itself, from before a
     * server listens on it until the process ends; the kernel lets go of it then. Never closed: closing the file would
     * release all its locks. Null where the file cannot be opened; then only chance keeps two suites apart.
     */
    private static final @Nullable FileChannel RESERVED = open(Path.of(System.getProperty("java.io.tmpdir")));

    private Ports() {}

    /** A port that nobody listens on and that no JVM of this user that runs has handed out before. */
    public static int free() {
        for (int attempt = 0; attempt < ATTEMPTS; attempt++) {
            int port = ThreadLocalRandom.current().nextInt(FIRST, LAST);
            if (HANDED_OUT.add(port) && isFree(port) && reserve(port)) {
                return port;
            }
        }
        throw new LocalStackException("found no free port between %d and %d".formatted(FIRST, LAST));
    }

    /** The port itself, or a free one for 0. */
    static int orFree(int port) {
        return port == 0 ? free() : port;
    }

    /** True if a server could listen on the port, on the loopback interface and on all interfaces. */
    static boolean isFree(int port) {
        return canBind(new InetSocketAddress(InetAddress.getLoopbackAddress(), port))
                && canBind(new InetSocketAddress(port));
    }

    /** True if a server can listen on the port now or in a moment: whoever looks for a free port holds it for that long. */
    static boolean becomesFree(int port) {
        for (int look = 0; look < LOOKS; look++) {
            if (isFree(port)) {
                return true;
            }
            LockSupport.parkNanos(BETWEEN_LOOKS_NANOS);
        }
        return false;
    }

    private static boolean reserve(int port) {
        if (RESERVED == null) {
            return true;
        }
        try {
            return RESERVED.tryLock(port, 1, false) != null;
        } catch (OverlappingFileLockException ofThisProcess) {
            return false;
        } catch (IOException unsupported) {
            return true;
        }
    }

    private static @Nullable FileChannel open(Path folder) {
        try {
            return FileChannel.open(
                    folder.resolve("confab-ports-" + System.getProperty("user.name")),
                    StandardOpenOption.CREATE,
                    StandardOpenOption.WRITE);
        } catch (IOException notWritable) {
            return null;
        }
    }

    private static boolean canBind(InetSocketAddress address) {
        try (ServerSocket socket = new ServerSocket()) {
            socket.setReuseAddress(true);
            socket.bind(address);
            return true;
        } catch (IOException taken) {
            return false;
        }
    }
}
