package dev.confab.bench;

import io.vertx.core.Vertx;
import io.vertx.core.http.HttpServerOptions;
import io.vertx.core.http.ServerWebSocket;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;

/** Rooms in memory and nothing else, on plain Vert.x with an event loop for each processor. Its argument is the port. */
final class RawBroadcastServer {
    static final String JOIN = "join ";

    private final Map<String, Set<ServerWebSocket>> rooms = new ConcurrentHashMap<>();

    private RawBroadcastServer() {}

    public static void main(String[] arguments) {
        int port = Integer.parseInt(arguments[0]);
        RawBroadcastServer server = new RawBroadcastServer();
        Vertx vertx = Vertx.vertx();
        for (int loop = 0; loop < Runtime.getRuntime().availableProcessors(); loop++) {
            vertx.createHttpServer(new HttpServerOptions()
                            .setTcpNoDelay(true)
                            .setPerMessageWebSocketCompressionSupported(false))
                    .webSocketHandler(server::accept)
                    .listen(port, "127.0.0.1")
                    .toCompletionStage()
                    .toCompletableFuture()
                    .join();
        }
    }

    private void accept(ServerWebSocket socket) {
        socket.textMessageHandler(first -> {
            Set<ServerWebSocket> room =
                    rooms.computeIfAbsent(first.substring(JOIN.length()), name -> ConcurrentHashMap.newKeySet());
            room.add(socket);
            socket.closeHandler(end -> room.remove(socket));
            socket.textMessageHandler(text -> room.forEach(receiver -> receiver.writeTextMessage(text)));
            var _ = socket.writeTextMessage("joined");
        });
    }
}
