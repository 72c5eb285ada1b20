package dev.confab.chat.auth;

import dev.confab.common.identity.Role;
import dev.confab.common.identity.UserIdentity;
import io.smallrye.jwt.algorithm.SignatureAlgorithm;
import io.smallrye.jwt.build.Jwt;
import jakarta.enterprise.context.ApplicationScoped;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.UUID;
import java.util.stream.Collectors;
import org.eclipse.microprofile.jwt.Claims;

/** Signs access tokens. */
@ApplicationScoped
class AccessTokenIssuer {
    /** Names the sign-in to which a token belongs. */
    static final String SIGN_IN_CLAIM = "sid";

    private final SigningKeyService keys;
    private final AuthConfig config;
    private final InstantSource clock;

    AccessTokenIssuer(SigningKeyService keys, AuthConfig config, InstantSource clock) {
        this.keys = keys;
        this.config = config;
        this.clock = clock;
    }

    /** A token for that sign-in. */
    String issue(UserIdentity user, UUID signInId) {
        Instant now = clock.instant();
        SigningKey key = keys.keys().signing(now);
        return Jwt.issuer(config.issuer())
                .subject(user.id().toString())
                .upn(user.username())
                .preferredUserName(user.username())
                .groups(user.roles().stream().map(Role::wireName).collect(Collectors.toSet()))
                .claim(SIGN_IN_CLAIM, signInId.toString())
                .claim(Claims.jti, UUID.randomUUID().toString())
                .issuedAt(now)
                .expiresAt(now.plus(lifetime()))
                .jws()
                .algorithm(SignatureAlgorithm.RS256)
                .keyId(key.kid())
                .sign(key.privateKey());
    }

    Duration lifetime() {
        return config.accessTokenLifetime();
    }
}
