package dev.confab.client.rest;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.core.type.TypeReference;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import dev.confab.client.ClientJson;
import dev.confab.client.ConfabException;
import java.io.IOException;
import java.net.ConnectException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpRequest.BodyPublishers;
import java.net.http.HttpResponse;
import java.net.http.HttpResponse.BodyHandlers;
import java.net.http.HttpTimeoutException;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** One HTTP exchange after the other: JSON in, JSON or a {@link ConfabException} out. Thread-safe. */
final class ApiTransport {
    private static final Duration TIMEOUT = Duration.ofSeconds(30);
    private static final ObjectMapper JSON = ClientJson.mapper();

    private final URI base;
    private final HttpClient http;

    ApiTransport(URI base, HttpClient http) {
        String text = base.toString();
        this.base = URI.create(text.endsWith("/") ? text : text + "/");
        this.http = http;
    }

    URI base() {
        return base;
    }

    /** The same way to another service. */
    ApiTransport at(URI other) {
        return new ApiTransport(other, http);
    }

    /** An answer together with what it cost to get. */
    record Answer(int status, String body) {
        <T> T as(Class<T> type) {
            return read(() -> JSON.readValue(body, type));
        }

        <T> T as(TypeReference<T> type) {
            return read(() -> JSON.readValue(body, type));
        }

        private interface Parse<T> {
            @Nullable
            T run() throws JsonProcessingException;
        }

        private <T> T read(Parse<T> parse) {
            try {
                T value = parse.run();
                if (value == null) {
                    throw badAnswer(status, null);
                }
                return value;
            } catch (JsonProcessingException e) {
                throw badAnswer(status, e);
            }
        }
    }

    /** Sends a request and returns an answer of the 2xx family; all others become exceptions. */
    Answer exchange(String method, String path, @Nullable Object body, @Nullable String bearer) {
        HttpResponse<String> response = send(method, path, body, bearer, TIMEOUT);
        if (response.statusCode() / 100 != 2) {
            throw problem(response);
        }
        return new Answer(response.statusCode(), response.body());
    }

    /** Sends a request and returns whatever is answered. */
    Answer exchangeAnyStatus(String method, String path, Duration timeout) {
        HttpResponse<String> response = send(method, path, null, null, timeout);
        return new Answer(response.statusCode(), response.body());
    }

    private HttpResponse<String> send(
            String method, String path, @Nullable Object body, @Nullable String bearer, Duration timeout) {
        HttpRequest.Builder request = HttpRequest.newBuilder(base.resolve(path))
                .timeout(timeout)
                .header("Accept", "application/json, application/problem+json");
        if (bearer != null) {
            request.header("Authorization", "Bearer " + bearer);
        }
        if (body == null) {
            request.method(method, BodyPublishers.noBody());
        } else {
            request.method(method, BodyPublishers.ofString(write(body))).header("Content-Type", "application/json");
        }
        try {
            return http.send(request.build(), BodyHandlers.ofString(StandardCharsets.UTF_8));
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new ConfabException(ConfabException.UNREACHABLE, "interrupted", true, null, e);
        } catch (HttpTimeoutException e) {
            throw unreachable("no answer from " + base + " within " + timeout.toSeconds() + " s", e);
        } catch (ConnectException e) {
            throw unreachable("cannot connect to " + base, e);
        } catch (IOException e) {
            String detail = e.getMessage() == null ? e.getClass().getSimpleName() : e.getMessage();
            throw unreachable("lost the connection to " + base + ": " + detail, e);
        }
    }

    private static String write(Object body) {
        try {
            return JSON.writeValueAsString(body);
        } catch (JsonProcessingException e) {
            throw new IllegalArgumentException("not representable as JSON", e);
        }
    }

    private static ConfabException unreachable(String message, Throwable cause) {
        return new ConfabException(ConfabException.UNREACHABLE, message, true, null, cause);
    }

    private static ConfabException badAnswer(int status, @Nullable Throwable cause) {
        return new ConfabException(
                ConfabException.BAD_ANSWER,
                "HTTP " + status + " with a body that is not confab's; is this the right address?",
                false,
                null,
                cause);
    }

    private static ConfabApiException problem(HttpResponse<String> response) {
        JsonNode body;
        try {
            body = JSON.readTree(response.body());
        } catch (JsonProcessingException e) {
            body = JSON.missingNode();
        }
        String requestId = textOr(
                body, "requestId", response.headers().firstValue("X-Request-ID").orElse(null));
        String code = textOr(body, "code", null);
        String message = textOr(body, "detail", textOr(body, "title", null));
        List<ConfabApiException.FieldError> errors = new ArrayList<>();
        for (JsonNode error : body.path("errors")) {
            errors.add(new ConfabApiException.FieldError(
                    error.path("field").asText(), error.path("message").asText()));
        }
        return new ConfabApiException(
                response.statusCode(),
                code == null ? ConfabException.BAD_ANSWER : code,
                message == null ? "HTTP " + response.statusCode() : message,
                requestId,
                retryAfter(body, response),
                errors);
    }

    private static @Nullable Duration retryAfter(JsonNode body, HttpResponse<String> response) {
        if (body.path("retryAfterMs").canConvertToLong()) {
            return Duration.ofMillis(body.path("retryAfterMs").asLong());
        }
        // The header may also hold a date; confab never sends one.
        return response.headers()
                .firstValue("Retry-After")
                .filter(value -> value.matches("\\d{1,9}"))
                .map(value -> Duration.ofSeconds(Long.parseLong(value)))
                .orElse(null);
    }

    private static @Nullable String textOr(JsonNode body, String field, @Nullable String otherwise) {
        JsonNode value = body.path(field);
        return value.isTextual() ? value.asText() : otherwise;
    }
}
