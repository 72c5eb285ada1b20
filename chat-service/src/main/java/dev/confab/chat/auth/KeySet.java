package dev.confab.chat.auth;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.ObjectMapper;
import io.smallrye.jwt.KeyFormat;
import io.smallrye.jwt.auth.principal.DefaultJWTParser;
import io.smallrye.jwt.auth.principal.JWTAuthContextInfo;
import io.smallrye.jwt.auth.principal.JWTParser;
import java.time.Instant;
import java.util.List;
import java.util.Map;

/** The keys at one moment: those that verify, and the one that signs. Immutable. */
final class KeySet {
    private static final ObjectMapper JSON = new ObjectMapper();

    private final List<SigningKey> oldestFirst;
    private final String jwks;
    private final JWTParser parser;

    KeySet(List<SigningKey> oldestFirst, String issuer) {
        this.oldestFirst = List.copyOf(oldestFirst);
        try {
            this.jwks = JSON.writeValueAsString(
                    Map.of("keys", oldestFirst.stream().map(SigningKey::toJwk).toList()));
        } catch (JsonProcessingException e) {
            throw new IllegalStateException(e);
        }
        // Only RS256: neither "none" nor a public key used as an HMAC secret gets past the parser.
        JWTAuthContextInfo info = new JWTAuthContextInfo();
        info.setPublicKeyContent(jwks);
        info.setKeyFormat(KeyFormat.JWK);
        info.setIssuedBy(issuer);
        info.setClockSkew(0);
        this.parser = new DefaultJWTParser(info);
    }

    /** The key that signs now: the newest whose time has come. */
    SigningKey signing(Instant now) {
        return oldestFirst.stream()
                .filter(key -> !key.activeFrom().isAfter(now))
                .reduce((earlier, later) -> later)
                .orElse(oldestFirst.getFirst());
    }

    /** The public halves as a JWK set. */
    String jwks() {
        return jwks;
    }

    /** Verifies signature, issuer and expiry of our own tokens. */
    JWTParser parser() {
        return parser;
    }
}
