package dev.confab.system.deployment;

import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.WebSocket;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.TimeUnit;

/** A connection through a proxy: what the server says first, or how it refuses. */
final class ProxySocket implements AutoCloseable {
    private static final long PATIENCE_SECONDS = 30;

    private final CompletableFuture<String> greeting = new CompletableFuture<>();
    private final CompletableFuture<Integer> closed = new CompletableFuture<>();
    private final WebSocket socket;

    private ProxySocket(HttpClient http, URI uri, Map<String, String> headers) {
        WebSocket.Builder builder = http.newWebSocketBuilder();
        headers.forEach(builder::header);
        URI secure = URI.create(uri.toString().replaceFirst("^http", "ws"));
        socket = builder.buildAsync(secure, new WebSocket.Listener() {
                    @Override
                    public CompletionStage<?> onText(WebSocket from, CharSequence data, boolean last) {
                        greeting.complete(data.toString());
                        from.request(1);
                        return CompletableFuture.completedFuture(null);
                    }

                    @Override
                    public CompletionStage<?> onClose(WebSocket from, int code, String reason) {
                        closed.complete(code);
                        greeting.completeExceptionally(new IllegalStateException("closed with " + code));
                        return CompletableFuture.completedFuture(null);
                    }

                    @Override
                    public void onError(WebSocket from, Throwable error) {
                        closed.completeExceptionally(error);
                        greeting.completeExceptionally(error);
                    }
                })
                .orTimeout(PATIENCE_SECONDS, TimeUnit.SECONDS)
                .join();
    }

    static ProxySocket open(HttpClient http, URI uri, Map<String, String> headers) {
        return new ProxySocket(http, uri, headers);
    }

    /** The first frame that the server sends, after what both protocols take as the first one of a client. */
    String greeting() {
        var _ = socket.sendText("{\"type\":\"hello\",\"id\":\"1\"}", true);
        return greeting.orTimeout(PATIENCE_SECONDS, TimeUnit.SECONDS).join();
    }

    int closeCode() {
        return closed.orTimeout(PATIENCE_SECONDS, TimeUnit.SECONDS).join();
    }

    @Override
    public void close() {
        socket.abort();
    }
}
