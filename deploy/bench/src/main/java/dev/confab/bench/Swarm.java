package dev.confab.bench;

import io.vertx.core.Context;
import io.vertx.core.Future;
import io.vertx.core.Vertx;
import io.vertx.core.VertxOptions;
import io.vertx.core.http.WebSocket;
import io.vertx.core.http.WebSocketClient;
import io.vertx.core.http.WebSocketClientOptions;
import io.vertx.core.http.WebSocketConnectOptions;
import java.net.URI;
import java.util.ArrayList;
import java.util.Iterator;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import java.util.function.BooleanSupplier;
import java.util.function.IntUnaryOperator;
import java.util.function.Supplier;
import java.util.random.RandomGenerator;

/** Clients that come back, all on one event loop. */
final class Swarm implements AutoCloseable {
    private static final long LOOK_MILLIS = 20;
    private static final long BETWEEN_CONNECTS_MILLIS = 10;
    private static final int CONNECTS_AT_A_TIME = 10;
    private static final long LOOP_PATIENCE_SECONDS = 60;
    private static final String TEXT = "a message of ordinary length, about as long as what people write";

    private final Vertx vertx =
            Vertx.vertx(new VertxOptions().setEventLoopPoolSize(1).setPreferNativeTransport(true));
    private final Context loop = vertx.getOrCreateContext();
    private final WebSocketClient client;
    private final List<URI> nodes;
    private final ReturnLedger ledger = new ReturnLedger();
    private final RandomGenerator random = RandomGenerator.of("L64X128MixRandom");
    private final List<ReturningSocket> sockets = new ArrayList<>();
    private int joined;
    private int said;
    private long talkTimer = -1;

    Swarm(List<URI> nodes, int connections) {
        this.nodes = List.copyOf(nodes);
        client = vertx.createWebSocketClient(new WebSocketClientOptions()
                .setMaxConnections(connections + 1)
                .setConnectTimeout(10_000)
                .setTcpNoDelay(true));
    }

    /**
     * Opens the connections and waits until all have joined.
     *
     * @param home the node, counted from 0, to which each one goes first
     */
    void open(int count, List<String> tokens, List<String> rooms, IntUnaryOperator home) throws InterruptedException {
        loop.runOnContext(start -> vertx.setPeriodic(BETWEEN_CONNECTS_MILLIS, timer -> {
            for (int i = 0; i < CONNECTS_AT_A_TIME && sockets.size() < count; i++) {
                int n = sockets.size();
                ReturningSocket socket = new ReturningSocket(
                        this,
                        ledger,
                        random,
                        rooms.get(n % rooms.size()),
                        tokens.get(n % tokens.size()),
                        home.applyAsInt(n));
                sockets.add(socket);
                socket.open();
            }
            if (sockets.size() == count) {
                vertx.cancelTimer(timer);
            }
        }));
        if (!await(300, () -> joined == count)) {
            throw new BenchException("opening the connections took longer than five minutes");
        }
    }

    /** Sends all clients but the first ones to the next node, and waits until they have joined again. */
    void move(int but) throws InterruptedException {
        List<ReturningSocket> moving = onLoop(() -> List.copyOf(sockets.subList(but, sockets.size())));
        Iterator<ReturningSocket> next = moving.iterator();
        loop.runOnContext(start -> vertx.setPeriodic(BETWEEN_CONNECTS_MILLIS, timer -> {
            for (int i = 0; i < CONNECTS_AT_A_TIME && next.hasNext(); i++) {
                next.next().move();
            }
            if (!next.hasNext()) {
                vertx.cancelTimer(timer);
            }
        }));
        if (!await(300, () -> ledger.lostConnections >= moving.size() && ledger.allBack())) {
            throw new BenchException("moving the clients took longer than five minutes");
        }
    }

    /** Says messages at this rate until {@link #fallSilent}, each by a random client. */
    void talk(int rate) throws InterruptedException {
        onLoop(() -> {
            long begin = System.nanoTime();
            int before = said;
            talkTimer = vertx.setPeriodic(1, timer -> {
                long due = (System.nanoTime() - begin) * rate / 1_000_000_000L;
                while (said - before < due) {
                    sockets.get(random.nextInt(sockets.size())).say(said++, TEXT);
                }
            });
            return 0;
        });
    }

    /** Says nothing further, and waits until everybody has seen everything; false if that takes too long. */
    boolean fallSilent(long seconds) throws InterruptedException {
        onLoop(() -> vertx.cancelTimer(talkTimer));
        return await(seconds, () -> sockets.stream().allMatch(ReturningSocket::isDone));
    }

    /** Waits for something that is looked at on the event loop; false if it takes too long. */
    boolean await(long seconds, BooleanSupplier condition) throws InterruptedException {
        long end = System.nanoTime() + TimeUnit.SECONDS.toNanos(seconds);
        while (!onLoop(condition::getAsBoolean)) {
            if (System.nanoTime() > end) {
                return false;
            }
            TimeUnit.MILLISECONDS.sleep(LOOK_MILLIS);
        }
        return true;
    }

    /** How many are connected to a node, counted from 0; on the event loop. */
    long connectedTo(int node) {
        return sockets.stream()
                .filter(socket -> socket.place(nodes.size()) == node)
                .count();
    }

    ReturnLedger ledger() {
        return ledger;
    }

    int said() {
        return said;
    }

    /** Events that somebody has not seen though others have; on the event loop. */
    long behind() {
        return sockets.stream().mapToLong(ReturningSocket::behind).sum();
    }

    /** Runs something on the event loop and waits for it. */
    <T> T onLoop(Supplier<T> task) throws InterruptedException {
        CompletableFuture<T> result = new CompletableFuture<>();
        loop.runOnContext(now -> result.complete(task.get()));
        try {
            return result.get(LOOP_PATIENCE_SECONDS, TimeUnit.SECONDS);
        } catch (ExecutionException | TimeoutException e) {
            throw new BenchException("the event loop does not answer: " + e);
        }
    }

    // What its sockets need.

    URI node(int number) {
        return nodes.get(number % nodes.size());
    }

    Future<WebSocket> connect(URI node, String token) {
        return client.connect(new WebSocketConnectOptions()
                .setHost(node.getHost())
                .setPort(node.getPort())
                .setURI("/ws")
                .addSubProtocol("confab.v1")
                .addHeader("Authorization", "Bearer " + token));
    }

    void later(long millis, Runnable task) {
        vertx.setTimer(Math.max(1, millis), timer -> task.run());
    }

    void joined() {
        joined++;
    }

    @Override
    public void close() {
        loop.runOnContext(now -> sockets.forEach(ReturningSocket::close));
        vertx.close().toCompletionStage().toCompletableFuture().join();
    }
}
