package dev.confab.local.test;

import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.io.UncheckedIOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.net.URI;
import java.util.EnumSet;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.locks.Condition;
import java.util.concurrent.locks.ReentrantLock;

/**
 * The network between clients and one server. It can cut every connection without a word, and it can stop carrying bytes
 * in one direction while the other goes on, as a half-open connection does. What is held back arrives when the
 * direction is opened again, unless an end has given up, as with lost and repeated segments of TCP.
 */
public final class LossyProxy implements AutoCloseable {
    /** Which way bytes go. */
    public enum Direction {
        TO_SERVER,
        TO_CLIENT
    }

    private static final int CONNECT_TIMEOUT_MS = 2_000;
    private static final int BUFFER_BYTES = 16 * 1024;

    private final URI server;
    private final ServerSocket door;
    private final Set<Socket> open = ConcurrentHashMap.newKeySet();
    private final ReentrantLock lock = new ReentrantLock();
    private final Condition opened = lock.newCondition();
    private final EnumSet<Direction> stopped = EnumSet.noneOf(Direction.class);

    private LossyProxy(URI server, ServerSocket door) {
        this.server = server;
        this.door = door;
    }

    /** A proxy on a free port in front of {@code server}, which need not run yet. */
    public static LossyProxy before(URI server) {
        try {
            LossyProxy proxy = new LossyProxy(server, new ServerSocket(0, 512, InetAddress.getLoopbackAddress()));
            Thread.ofVirtual().name("proxy of " + server).start(proxy::acceptAll);
            return proxy;
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    public URI url() {
        return URI.create("http://127.0.0.1:" + port());
    }

    /** Where clients reach the server through this network, on the loopback address. */
    public int port() {
        return door.getLocalPort();
    }

    /** Ends every connection that there is. */
    public void cutAll() {
        open.forEach(LossyProxy::cut);
    }

    /** From now on nothing is carried in this direction, on connections that exist and on new ones. */
    public void stop(Direction direction) {
        lock.lock();
        try {
            stopped.add(direction);
        } finally {
            lock.unlock();
        }
    }

    /** Everything is carried again, first what was held back. */
    public void heal() {
        lock.lock();
        try {
            stopped.clear();
            opened.signalAll();
        } finally {
            lock.unlock();
        }
    }

    @Override
    public void close() {
        heal();
        cut(door);
        cutAll();
    }

    private void acceptAll() {
        while (!door.isClosed()) {
            try {
                Socket client = door.accept();
                Thread.ofVirtual().start(() -> serve(client));
            } catch (IOException closed) {
                return;
            }
        }
    }

    private void serve(Socket client) {
        Socket upstream = new Socket();
        open.add(client);
        try {
            upstream.connect(new InetSocketAddress(server.getHost(), server.getPort()), CONNECT_TIMEOUT_MS);
            upstream.setTcpNoDelay(true);
            client.setTcpNoDelay(true);
        } catch (IOException dead) {
            cut(upstream);
            cut(client);
            open.remove(client);
            return;
        }
        open.add(upstream);
        Thread.ofVirtual().start(() -> carry(upstream, client, Direction.TO_CLIENT));
        carry(client, upstream, Direction.TO_SERVER);
    }

    private void carry(Socket from, Socket to, Direction direction) {
        byte[] buffer = new byte[BUFFER_BYTES];
        try (from;
                to;
                InputStream in = from.getInputStream();
                OutputStream out = to.getOutputStream()) {
            for (int read = in.read(buffer); read >= 0; read = in.read(buffer)) {
                awaitOpen(direction);
                out.write(buffer, 0, read);
            }
            // The end of a connection is lost with everything else.
            awaitOpen(direction);
        } catch (IOException gone) {
            // Either end may go at any time; the other one is closed with it.
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        } finally {
            open.remove(from);
            open.remove(to);
        }
    }

    private void awaitOpen(Direction direction) throws InterruptedException {
        lock.lock();
        try {
            while (stopped.contains(direction)) {
                opened.await();
            }
        } finally {
            lock.unlock();
        }
    }

    private static void cut(AutoCloseable socket) {
        try {
            socket.close();
        } catch (Exception alreadyGone) {
            // It was to be closed.
        }
    }
}
