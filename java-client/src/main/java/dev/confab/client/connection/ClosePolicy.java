package dev.confab.client.connection;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.JsonNode;
import dev.confab.client.ClientJson;
import java.time.Duration;

/** What a close code asks of a client. */
sealed interface ClosePolicy {
    /** Connect again, not before {@code atLeast}. */
    record Reconnect(Duration atLeast) implements ClosePolicy {}

    /** Connect again, but only with another access token. */
    record SignInAgain() implements ClosePolicy {}

    record GiveUp() implements ClosePolicy {}

    static ClosePolicy of(Disconnect cause) {
        int code = cause.code();
        if (code == Disconnect.NOT_AUTHENTICATED) {
            return new SignInAgain();
        }
        return switch (code) {
            // Going away, no code, broken, internal error, restart, try later.
            case 1001, 1005, Disconnect.BROKEN, 1011, 1012, 1013 -> new Reconnect(hint(cause.reason()));
            default -> code >= 3000 && code < 3500 ? new Reconnect(hint(cause.reason())) : new GiveUp();
        };
    }

    /** A draining server spreads its clients by a {@code {"retryAfterMs":n}} in the reason. */
    private static Duration hint(String reason) {
        if (!reason.startsWith("{")) {
            return Duration.ZERO;
        }
        try {
            JsonNode hint = ClientJson.mapper().readTree(reason).path("retryAfterMs");
            return Duration.ofMillis(Math.max(0, hint.asLong(0)));
        } catch (JsonProcessingException e) {
            return Duration.ZERO; // a reason for people, not for us
        }
    }
}
