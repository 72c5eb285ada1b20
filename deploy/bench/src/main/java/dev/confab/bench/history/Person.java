package dev.confab.bench.history;

import com.fasterxml.jackson.databind.JsonNode;
import java.io.IOException;
import java.net.URI;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** An account and its sign-in. Safe for several threads. */
final class Person {
    private static final long RENEW_AFTER_NANOS = 8L * 60 * 1_000_000_000;
    private static final String PASSWORD = "a long enough password";

    private final String username;
    private final String id;
    private String token;
    private long tokenNanos;

    private Person(String username, String id, String token) {
        this.username = username;
        this.id = id;
        this.token = token;
        tokenNanos = System.nanoTime();
    }

    static Person register(URI node, String username) throws IOException, InterruptedException {
        Rest.Answer answer = Rest.call(
                node,
                "POST",
                "/api/auth/register",
                Map.of("username", username, "email", username + "@history.invalid", "password", PASSWORD),
                null);
        if (!answer.done()) {
            throw new IOException("cannot register " + username + ": " + answer);
        }
        JsonNode body = answer.body();
        return new Person(
                username,
                body.path("user").path("id").asText(),
                body.path("accessToken").asText());
    }

    String username() {
        return username;
    }

    String id() {
        return id;
    }

    /** An access token that is good for some minutes; signs in at {@code node} if the last one is getting old. */
    synchronized String token(URI node) throws IOException, InterruptedException {
        if (System.nanoTime() - tokenNanos > RENEW_AFTER_NANOS) {
            Rest.Answer answer = Rest.call(
                    node, "POST", "/api/auth/login", Map.of("username", username, "password", PASSWORD), null);
            if (!answer.done()) {
                throw new IOException("cannot sign in " + username + ": " + answer);
            }
            token = answer.body().path("accessToken").asText();
            tokenNanos = System.nanoTime();
        }
        return token;
    }

    Rest.Answer call(URI node, String method, String path, @Nullable Object body)
            throws IOException, InterruptedException {
        return Rest.call(node, method, path, body, token(node));
    }

    Rest.Answer call(URI node, String method, String path) throws IOException, InterruptedException {
        return Rest.call(node, method, path, null, token(node));
    }

    @Override
    public String toString() {
        return username;
    }
}
