package dev.confab.cli;

import com.sun.net.httpserver.HttpExchange;
import com.sun.net.httpserver.HttpServer;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.Executors;
import java.util.function.Function;

/** A real HTTP server that answers as a test tells it and remembers what it was asked. */
final class RecordingServer implements AutoCloseable {
    /** A request; {@code token} is the bearer token or empty. */
    record Request(String line, String token, String body) {}

    record Answer(int status, String json) {}

    private final List<Request> requests = new CopyOnWriteArrayList<>();
    private final Map<String, Function<Request, Answer>> routes = new ConcurrentHashMap<>();
    private final HttpServer server;

    RecordingServer() {
        try {
            server = HttpServer.create(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0), 0);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
        server.setExecutor(Executors.newVirtualThreadPerTaskExecutor());
        server.createContext("/", this::serve);
        server.start();
        on(
                "POST /api/auth/login",
                200,
                "{'accessToken':'access-1','expiresIn':900,'refreshToken':'refresh-1',"
                        + "'user':{'id':'u1','username':'admin','roles':['user','staff']}}");
    }

    String url() {
        return "http://127.0.0.1:" + server.getAddress().getPort();
    }

    List<Request> requests() {
        return requests;
    }

    /** Answers a request line with JSON written in single quotes. */
    void on(String line, int status, String json) {
        on(line, request -> new Answer(status, json));
    }

    void on(String line, Function<Request, Answer> answer) {
        routes.put(line, answer);
    }

    private void serve(HttpExchange exchange) throws IOException {
        String body = new String(exchange.getRequestBody().readAllBytes(), StandardCharsets.UTF_8);
        String authorization = exchange.getRequestHeaders().getFirst("Authorization");
        Request request = new Request(
                exchange.getRequestMethod() + " " + exchange.getRequestURI(),
                authorization == null ? "" : authorization.replace("Bearer ", ""),
                body);
        requests.add(request);
        Answer answer = routes.getOrDefault(
                        request.line(), r -> new Answer(404, "{'code':'not_found','detail':'nothing here'}"))
                .apply(request);
        byte[] bytes = answer.json().replace('\'', '"').getBytes(StandardCharsets.UTF_8);
        exchange.sendResponseHeaders(answer.status(), bytes.length == 0 ? -1 : bytes.length);
        exchange.getResponseBody().write(bytes);
        exchange.close();
    }

    @Override
    public void close() {
        server.stop(0);
    }
}
