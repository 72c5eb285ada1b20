package dev.confab.client.rest;

import java.time.Instant;

/** What a sign-in yields: a short-lived access token, and a refresh token that is exchanged for the next pair once. */
public record Tokens(String accessToken, Instant expiresAt, String refreshToken) {
    /** Hides the secrets from logs. */
    @Override
    public String toString() {
        return "Tokens[expiresAt=" + expiresAt + "]";
    }
}
