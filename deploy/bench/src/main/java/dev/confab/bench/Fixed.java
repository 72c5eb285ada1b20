package dev.confab.bench;

import dev.confab.client.rest.TokenStore;
import dev.confab.client.rest.Tokens;
import java.time.Instant;

/** A store with one access token that is never renewed. */
final class Fixed {
    private Fixed() {}

    static TokenStore of(String accessToken) {
        TokenStore store = TokenStore.inMemory();
        store.update(old -> new Tokens(accessToken, Instant.MAX, ""));
        return store;
    }
}
