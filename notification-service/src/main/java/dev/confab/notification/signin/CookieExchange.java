package dev.confab.notification.signin;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.github.benmanes.caffeine.cache.AsyncCache;
import com.github.benmanes.caffeine.cache.Caffeine;
import dev.confab.common.error.ConfabException;
import dev.confab.common.error.ErrorCode;
import dev.confab.common.identity.RefusedCredentialException;
import dev.confab.common.signin.OpaqueToken;
import dev.confab.common.signin.SessionCookie;
import jakarta.enterprise.context.ApplicationScoped;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.time.Duration;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionException;
import org.jspecify.annotations.Nullable;

/**
 * Exchanges session cookies for access tokens at chat-service, the only one who knows them. Answers, refusals too, are
 * remembered for a short time under a hash of the cookie, and one question at a time is asked about one cookie.
 */
@ApplicationScoped
class CookieExchange {
    private static final Duration LONGEST = Duration.ofMinutes(1);
    private static final int OK = 200;
    private static final int FIRST_SERVER_ERROR = 500;
    private static final int TOO_MANY_REQUESTS = 429;

    private final SignInConfig config;
    private final ObjectMapper json;
    private final AsyncCache<String, Answer> answers;
    private final HttpClient http;

    CookieExchange(SignInConfig config, ObjectMapper json) {
        this.config = config;
        this.json = json;
        Duration cacheFor = config.cacheFor().compareTo(LONGEST) < 0 ? config.cacheFor() : LONGEST;
        answers = Caffeine.newBuilder()
                .maximumSize(config.cacheSize())
                .expireAfterWrite(cacheFor)
                .buildAsync();
        http = HttpClient.newBuilder()
                .version(HttpClient.Version.HTTP_1_1)
                .connectTimeout(config.timeout())
                .followRedirects(HttpClient.Redirect.NEVER)
                .build();
    }

    /** What chat-service said of a cookie. */
    private sealed interface Answer {
        record Token(String value) implements Answer {}

        record Refusal(ErrorCode reason) implements Answer {}
    }

    /**
     * The access token of a browser session. Blocks.
     *
     * @throws RefusedCredentialException if it is none, or has ended
     * @throws ConfabException {@code unavailable} if chat-service cannot be asked
     */
    String tokenOf(OpaqueToken cookie) {
        Answer answer;
        try {
            answer = answers.get(cookie.hash(), (hash, threads) -> ask(cookie)).join();
        } catch (CompletionException e) {
            throw new ConfabException(ErrorCode.UNAVAILABLE, "The session cannot be checked right now.", e.getCause());
        }
        return switch (answer) {
            case Answer.Token token -> token.value();
            case Answer.Refusal refusal -> throw new RefusedCredentialException(refusal.reason());
        };
    }

    /** Asks again the next time. */
    void forget(OpaqueToken cookie) {
        answers.synchronous().invalidate(cookie.hash());
    }

    private CompletableFuture<Answer> ask(OpaqueToken cookie) {
        HttpRequest request = HttpRequest.newBuilder(config.tokenUrl())
                .timeout(config.timeout())
                .header("Cookie", SessionCookie.NAME + "=" + cookie.value())
                .header(SessionCookie.CSRF_HEADER, SessionCookie.csrfToken(cookie))
                .POST(HttpRequest.BodyPublishers.noBody())
                .build();
        return http.sendAsync(request, HttpResponse.BodyHandlers.ofString()).thenApply(this::read);
    }

    private Answer read(HttpResponse<String> response) {
        int status = response.statusCode();
        if (status >= FIRST_SERVER_ERROR || status == TOO_MANY_REQUESTS) {
            throw new IllegalStateException("chat-service answered " + status);
        }
        JsonNode body = parse(response.body());
        if (body == null) {
            throw new IllegalStateException("chat-service answered " + status + " with something that is not JSON");
        }
        if (status == OK && body.path("accessToken").isTextual()) {
            return new Answer.Token(body.path("accessToken").textValue());
        }
        boolean banned = ErrorCode.BANNED.code().equals(body.path("code").asText());
        return new Answer.Refusal(banned ? ErrorCode.BANNED : ErrorCode.NOT_AUTHENTICATED);
    }

    private @Nullable JsonNode parse(String body) {
        try {
            return json.readTree(body);
        } catch (JsonProcessingException quoting) {
            // Its message quotes the body, which may hold a token, so it goes nowhere.
            return null;
        }
    }
}
