package dev.confab.client.rest;

import dev.confab.client.AccessTokens;
import dev.confab.client.ConfabException;
import java.net.URI;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.Map;
import java.util.Objects;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * Makes calls as the signed-in user and exchanges the access token when it is due or refused. The service that is called
 * need not be the one that signs in.
 */
final class ApiSession implements AccessTokens {
    /** Exchanged this long before its end, so that it does not expire on the way. */
    private static final Duration MARGIN = Duration.ofSeconds(30);
    /** Answers that mean: this refresh token will never work again. */
    private static final Set<String> ENDED =
            Set.of("not_authenticated", "token_expired", "bad_credentials", "banned", "forbidden");

    /** Where one signs in. */
    private final ApiTransport authority;
    /** Where calls go. */
    private final ApiTransport service;

    private final TokenStore store;
    private final InstantSource time;

    ApiSession(ApiTransport transport, TokenStore store, InstantSource time) {
        this(transport, transport, store, time);
    }

    private ApiSession(ApiTransport authority, ApiTransport service, TokenStore store, InstantSource time) {
        this.authority = authority;
        this.service = service;
        this.store = store;
        this.time = time;
    }

    /** The same sign-in for calls of another service. */
    ApiSession at(URI other) {
        return new ApiSession(authority, authority.at(other), store, time);
    }

    private record SignedIn(String accessToken, long expiresIn, String refreshToken, Account user) {
        Tokens tokens(Instant now) {
            return new Tokens(accessToken, now.plusSeconds(expiresIn), refreshToken);
        }
    }

    Account signIn(String path, Map<String, String> credentials) {
        Instant now = time.instant();
        SignedIn result = authority.exchange("POST", path, credentials, null).as(SignedIn.class);
        store.update(old -> result.tokens(now));
        return result.user();
    }

    void signOut() {
        Tokens tokens = store.current();
        try {
            if (tokens != null) {
                // The body names the session for those whose access token has expired meanwhile.
                authority.exchange("POST", "api/auth/logout", Map.of("refreshToken", tokens.refreshToken()), current());
            }
        } finally {
            store.update(old -> null);
        }
    }

    boolean signedIn() {
        return store.current() != null;
    }

    @Override
    public @Nullable String current() {
        Tokens tokens = store.current();
        if (tokens == null) {
            return null;
        }
        if (time.instant().plus(MARGIN).isBefore(tokens.expiresAt())) {
            return tokens.accessToken();
        }
        String renewed = renew(tokens.accessToken());
        return renewed == null ? tokens.accessToken() : renewed;
    }

    @Override
    public @Nullable String renew(@Nullable String rejected) {
        Tokens result = store.update(stored -> {
            if (stored == null || !Objects.equals(stored.accessToken(), rejected)) {
                return stored; // somebody else was faster
            }
            return exchange(stored);
        });
        return result == null || Objects.equals(result.accessToken(), rejected) ? null : result.accessToken();
    }

    /** The next pair of tokens; null when the session has ended. Other failures leave the tokens as they are. */
    private @Nullable Tokens exchange(Tokens tokens) {
        Instant now = time.instant();
        try {
            return authority
                    .exchange("POST", "api/auth/refresh", Map.of("refreshToken", tokens.refreshToken()), null)
                    .as(SignedIn.class)
                    .tokens(now);
        } catch (ConfabApiException e) {
            if (ENDED.contains(e.code())) {
                return null;
            }
            throw e;
        }
    }

    ApiTransport.Answer call(String method, Object path, @Nullable Object body) {
        String token = current();
        try {
            return service.exchange(method, path.toString(), body, token);
        } catch (ConfabApiException e) {
            boolean expired = e.status() == 401 && token != null;
            String renewed = expired ? renewQuietly(token, e) : null;
            if (renewed == null) {
                throw e;
            }
            return service.exchange(method, path.toString(), body, renewed);
        }
    }

    private @Nullable String renewQuietly(String token, ConfabException refusal) {
        try {
            return renew(token);
        } catch (ConfabException e) {
            refusal.addSuppressed(e);
            return null;
        }
    }
}
