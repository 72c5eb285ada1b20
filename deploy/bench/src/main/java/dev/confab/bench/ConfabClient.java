package dev.confab.bench;

import io.vertx.core.Promise;
import io.vertx.core.http.WebSocket;
import io.vertx.core.http.WebSocketConnectOptions;
import java.net.URI;
import java.util.List;

/** Clients of chat nodes, who speak the native protocol. */
record ConfabClient(List<URI> chatNodes, List<String> tokens) implements LoadClient {
    @Override
    public int nodes() {
        return chatNodes.size();
    }

    @Override
    public WebSocketConnectOptions address(int n) {
        URI node = chatNodes.get(n % chatNodes.size());
        return new WebSocketConnectOptions()
                .setHost(node.getHost())
                .setPort(node.getPort())
                .setURI("/ws")
                .addSubProtocol("confab.v1")
                .addHeader("Authorization", "Bearer " + tokens.get(n % tokens.size()));
    }

    @Override
    public LoadSocket socket(WebSocket webSocket, String room, Recorder recorder, Promise<Void> joined) {
        return new BenchSocket(webSocket, room, recorder, joined);
    }
}
