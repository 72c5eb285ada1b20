package dev.confab.bench.history;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.MissingNode;
import dev.confab.client.ClientJson;
import java.io.IOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.time.Duration;
import org.jspecify.annotations.Nullable;

/** Calls without any help: what comes back is what the node said, and no call is repeated. */
final class Rest {
    private static final Duration PATIENCE = Duration.ofSeconds(30);
    /** Passwords are hashed one after the other. */
    private static final Duration PASSWORD_PATIENCE = Duration.ofSeconds(60);

    private static final HttpClient HTTP = HttpClient.newBuilder()
            .version(HttpClient.Version.HTTP_1_1)
            .connectTimeout(Duration.ofSeconds(10))
            .build();

    /** A status and a body, which is missing where it is no JSON. */
    record Answer(int status, JsonNode body) {
        boolean done() {
            return status / 100 == 2;
        }

        /** Whether the same call can succeed later, and nothing of it was done. */
        boolean temporary() {
            return status == 429 || status == 503;
        }

        String code() {
            return body.path("code").asText();
        }
    }

    private Rest() {}

    /**
     * One request.
     *
     * @throws IOException if no answer came; then nobody knows whether it was done
     */
    static Answer call(URI node, String method, String path, @Nullable Object body, @Nullable String token)
            throws IOException, InterruptedException {
        HttpRequest.Builder request = HttpRequest.newBuilder(node.resolve(path))
                .timeout(path.startsWith("/api/auth/") ? PASSWORD_PATIENCE : PATIENCE);
        if (token != null) {
            request.header("Authorization", "Bearer " + token);
        }
        if (body == null) {
            request.method(method, HttpRequest.BodyPublishers.noBody());
        } else {
            request.header("Content-Type", "application/json");
            request.method(
                    method,
                    HttpRequest.BodyPublishers.ofString(ClientJson.mapper().writeValueAsString(body)));
        }
        HttpResponse<String> response = HTTP.send(request.build(), HttpResponse.BodyHandlers.ofString());
        return new Answer(response.statusCode(), json(response.body()));
    }

    /** Uploads a file as it is. */
    static Answer upload(URI node, String path, String name, byte[] content, String token)
            throws IOException, InterruptedException {
        HttpRequest request = HttpRequest.newBuilder(node.resolve(path))
                .timeout(PATIENCE)
                .header("Authorization", "Bearer " + token)
                .header("Content-Type", "application/octet-stream")
                .header("X-File-Name", name)
                .POST(HttpRequest.BodyPublishers.ofByteArray(content))
                .build();
        HttpResponse<String> response = HTTP.send(request, HttpResponse.BodyHandlers.ofString());
        return new Answer(response.statusCode(), json(response.body()));
    }

    private static JsonNode json(String text) {
        if (!text.startsWith("{") && !text.startsWith("[")) {
            return MissingNode.getInstance();
        }
        try {
            return ClientJson.mapper().readTree(text);
        } catch (IOException notJson) {
            return MissingNode.getInstance();
        }
    }
}
