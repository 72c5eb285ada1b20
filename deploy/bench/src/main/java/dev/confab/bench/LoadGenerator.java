package dev.confab.bench;

import io.vertx.core.Context;
import io.vertx.core.Future;
import io.vertx.core.Promise;
import io.vertx.core.Vertx;
import io.vertx.core.VertxOptions;
import io.vertx.core.http.WebSocketClient;
import io.vertx.core.http.WebSocketClientOptions;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.SortedSet;
import java.util.TreeMap;
import java.util.TreeSet;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import java.util.function.Supplier;
import java.util.random.RandomGenerator;

/** Opens the connections and sends at a fixed rate, all on one event loop. */
final class LoadGenerator implements AutoCloseable {
    /** Handshakes under way at the same time. */
    private static final int CONNECTING = 32;

    private static final long TICK_MILLIS = 1;
    private static final String PADDING = "a message of ordinary length, about as long as what people write";

    private final Vertx vertx =
            Vertx.vertx(new VertxOptions().setEventLoopPoolSize(1).setPreferNativeTransport(true));
    private final Context loop = vertx.getOrCreateContext();
    private final WebSocketClient client;
    private final LoadClient clients;
    private final List<String> rooms;
    private final List<LoadSocket> sockets = new ArrayList<>();

    LoadGenerator(LoadClient clients, List<String> rooms, int connections) {
        this.clients = clients;
        this.rooms = rooms;
        client = vertx.createWebSocketClient(new WebSocketClientOptions()
                .setMaxConnections(connections + 1)
                .setConnectTimeout(30_000)
                .setTcpNoDelay(true));
    }

    /** Opens {@code count} connections, spread over nodes, users and rooms, and waits until all have joined. */
    void connect(int count, Recorder recorder) throws InterruptedException {
        CompletableFuture<Void> all = new CompletableFuture<>();
        loop.runOnContext(start -> {
            int[] state = {0, 0}; // started, joined
            Runnable[] next = new Runnable[1];
            next[0] = () -> {
                if (state[0] == count || all.isDone()) {
                    return;
                }
                int n = state[0]++;
                open(n, recorder).onFailure(all::completeExceptionally).onSuccess(joined -> {
                    if (++state[1] == count) {
                        all.complete(null);
                    }
                    next[0].run();
                });
            };
            for (int i = 0; i < CONNECTING; i++) {
                next[0].run();
            }
        });
        await(all, Duration.ofMinutes(5), "opening the connections");
    }

    /** Connects and joins; completes when the room was joined. */
    private Future<Void> open(int n, Recorder recorder) {
        // Neighbours in a room are on different nodes, so that every message travels.
        String room = rooms.get(n / clients.nodes() % rooms.size());
        return client.connect(clients.address(n)).compose(webSocket -> {
            Promise<Void> joined = Promise.promise();
            LoadSocket socket = clients.socket(webSocket, room, recorder, joined);
            sockets.add(socket);
            socket.start();
            return joined.future();
        });
    }

    /**
     * Sends {@code messages} at {@code rate} a second, each from a random connection. A message is due at its time
     * whether or not the generator keeps up. {@code at} is called on the event loop when a message is reached.
     */
    void send(int messages, int rate, Recorder recorder, Milestone at) throws InterruptedException {
        CompletableFuture<Void> all = new CompletableFuture<>();
        RandomGenerator random = RandomGenerator.of("L64X128MixRandom");
        double interval = 1e9 / rate;
        loop.runOnContext(start -> {
            long begin = System.nanoTime();
            int[] sent = {0};
            vertx.setPeriodic(TICK_MILLIS, timer -> {
                long now = System.nanoTime();
                while (sent[0] < messages && begin + (long) (sent[0] * interval) <= now) {
                    int message = sent[0]++;
                    at.reached(message);
                    recorder.due(message, begin + (long) (message * interval));
                    sockets.get(random.nextInt(sockets.size())).send(message, PADDING);
                }
                if (sent[0] == messages) {
                    vertx.cancelTimer(timer);
                    all.complete(null);
                }
            });
        });
        await(all, Duration.ofSeconds(60 + 3L * messages / rate), "sending");
    }

    /** Where each room's receivers stand: the last events that they have seen. To be called on the event loop. */
    Map<String, SortedSet<Long>> progress() {
        Map<String, SortedSet<Long>> result = new TreeMap<>();
        for (LoadSocket socket : sockets) {
            result.computeIfAbsent(socket.room(), room -> new TreeSet<>()).add(socket.lastSeq());
        }
        return result;
    }

    /** Hears of progress. */
    interface Milestone {
        void reached(int message);
    }

    /** Runs something on the event loop and waits for it. */
    <T> T onLoop(Supplier<T> task) throws InterruptedException {
        CompletableFuture<T> result = new CompletableFuture<>();
        loop.runOnContext(now -> result.complete(task.get()));
        return await(result, Duration.ofSeconds(30), "the event loop");
    }

    private static <T> T await(CompletableFuture<T> future, Duration limit, String what) throws InterruptedException {
        try {
            return future.get(limit.toMillis(), TimeUnit.MILLISECONDS);
        } catch (ExecutionException e) {
            throw new BenchException(what + " failed: " + e.getCause());
        } catch (TimeoutException e) {
            throw new BenchException(what + " took longer than " + limit.toSeconds() + " s");
        }
    }

    @Override
    public void close() {
        loop.runOnContext(now -> sockets.forEach(LoadSocket::close));
        vertx.close().toCompletionStage().toCompletableFuture().join();
    }
}
