package dev.confab.common.identity;

import io.smallrye.config.ConfigMapping;
import io.smallrye.config.WithDefault;
import java.net.URI;

/**
 * Whose access tokens a service accepts. The keys are fetched when the first token arrives and again when a token names a
 * key that is not known yet, so services start in any order and keys can be changed at any time.
 */
@ConfigMapping(prefix = "confab.trust")
public interface TokenTrustConfig {
    /** Where the issuer publishes its public keys: chat-service, or any OpenID Connect provider. */
    @WithDefault("http://localhost:8080/.well-known/jwks.json")
    URI jwksUrl();

    /** The issuer that a token must name. */
    @WithDefault("confab")
    String issuer();
}
