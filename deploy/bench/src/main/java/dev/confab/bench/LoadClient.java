package dev.confab.bench;

import io.vertx.core.Promise;
import io.vertx.core.http.WebSocket;
import io.vertx.core.http.WebSocketConnectOptions;

/** How the clients of one kind of server connect and speak. */
interface LoadClient {
    /** Over how many nodes connections are spread. */
    int nodes();

    /** Where and as whom the n-th connection is opened. */
    WebSocketConnectOptions address(int n);

    /** The connection, once it is open; {@code joined} completes when its room is joined. */
    LoadSocket socket(WebSocket webSocket, String room, Recorder recorder, Promise<Void> joined);
}
