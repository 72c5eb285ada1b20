package dev.confab.cli.context;

import dev.confab.client.rest.Tokens;
import java.net.URI;
import org.jspecify.annotations.Nullable;

/** A deployment that this user knows, and the sign-in there. */
record StoredContext(
        URI server, @Nullable String username, @Nullable Tokens tokens) {
    StoredContext withTokens(@Nullable Tokens next) {
        return new StoredContext(server, next == null ? null : username, next);
    }
}
