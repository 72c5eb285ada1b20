package dev.confab.client;

import org.jspecify.annotations.Nullable;

/** Where a connection gets its bearer token. Both methods may block; they are never called on an event loop. */
public interface AccessTokens {
    /** The token to present; null connects without one. */
    @Nullable
    String current();

    /**
     * Called when the server refused {@code rejected}. Returns another token, or null when there is none: then the
     * connection ends instead of trying again.
     */
    @Nullable
    String renew(@Nullable String rejected);

    /** A token that cannot be renewed. */
    static AccessTokens fixed(@Nullable String token) {
        return new AccessTokens() {
            @Override
            public @Nullable String current() {
                return token;
            }

            @Override
            public @Nullable String renew(@Nullable String rejected) {
                return null;
            }
        };
    }
}
