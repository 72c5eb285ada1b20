package dev.confab.client.rest;

import java.util.function.UnaryOperator;
import org.jspecify.annotations.Nullable;

/** Keeps the tokens of one user of one deployment. Thread-safe. */
public interface TokenStore {
    /** The tokens last stored; null when nobody is signed in. */
    @Nullable
    Tokens current();

    /**
     * Replaces the stored tokens by what {@code change} makes of them and returns that. No other update runs meanwhile,
     * in this process or, if the store is shared, in another: the server takes a second use of one refresh token for
     * theft and ends the session.
     */
    @Nullable
    Tokens update(UnaryOperator<@Nullable Tokens> change);

    /** A store that lives as long as the process. */
    static TokenStore inMemory() {
        return new TokenStore() {
            private volatile @Nullable Tokens tokens;

            @Override
            public @Nullable Tokens current() {
                return tokens;
            }

            @Override
            public synchronized @Nullable Tokens update(UnaryOperator<@Nullable Tokens> change) {
                tokens = change.apply(tokens);
                return tokens;
            }
        };
    }
}
