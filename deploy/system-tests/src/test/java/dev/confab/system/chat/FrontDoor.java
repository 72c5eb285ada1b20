package dev.confab.system.chat;

import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.io.UncheckedIOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.net.URI;
import java.util.List;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;

/**
 * What a load balancer is to clients: one address, behind it the first node that answers. Connections can be cut, as a
 * network does it: without a word to either side's protocol.
 */
final class FrontDoor implements AutoCloseable {
    private static final int CONNECT_TIMEOUT_MS = 2_000;

    private final List<URI> nodes;
    private final ServerSocket door;
    private final Set<Socket> open = ConcurrentHashMap.newKeySet();

    private FrontDoor(List<URI> nodes, ServerSocket door) {
        this.nodes = nodes;
        this.door = door;
    }

    static FrontDoor of(List<URI> nodesByPreference) {
        try {
            FrontDoor front = new FrontDoor(
                    List.copyOf(nodesByPreference), new ServerSocket(0, 512, InetAddress.getLoopbackAddress()));
            Thread.ofVirtual().name("front door").start(front::acceptAll);
            return front;
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    URI url() {
        return URI.create("http://127.0.0.1:" + door.getLocalPort());
    }

    void cutAll() {
        open.forEach(FrontDoor::cut);
    }

    @Override
    public void close() {
        try {
            door.close();
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        } finally {
            cutAll();
        }
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
        open.add(client);
        for (URI node : nodes) {
            Socket upstream = new Socket();
            try {
                upstream.connect(new InetSocketAddress(node.getHost(), node.getPort()), CONNECT_TIMEOUT_MS);
            } catch (IOException dead) {
                cut(upstream);
                continue;
            }
            open.add(upstream);
            Thread.ofVirtual().start(() -> pipe(upstream, client));
            pipe(client, upstream);
            return;
        }
        cut(client);
        open.remove(client);
    }

    private void pipe(Socket from, Socket to) {
        try (from;
                to;
                InputStream in = from.getInputStream();
                OutputStream out = to.getOutputStream()) {
            in.transferTo(out);
        } catch (IOException gone) {
            // Either side may go at any time; the other one is closed with it.
        } finally {
            open.remove(from);
            open.remove(to);
        }
    }

    private static void cut(Socket socket) {
        try {
            socket.close();
        } catch (IOException alreadyGone) {
            // It was to be closed.
        }
    }
}
