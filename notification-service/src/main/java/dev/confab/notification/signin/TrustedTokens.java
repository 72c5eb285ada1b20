package dev.confab.notification.signin;

import dev.confab.common.identity.TokenTrustConfig;
import dev.confab.common.signin.TokenVerification;
import io.smallrye.jwt.algorithm.SignatureAlgorithm;
import io.smallrye.jwt.auth.principal.DefaultJWTParser;
import io.smallrye.jwt.auth.principal.JWTAuthContextInfo;
import io.smallrye.jwt.auth.principal.JWTParser;
import jakarta.enterprise.context.ApplicationScoped;
import java.util.EnumSet;

/** Verifies tokens with the published keys of the trusted issuer. Blocks while keys are fetched. */
@ApplicationScoped
class TrustedTokens {
    private static final int REFRESH_MINUTES = 10;
    /** An issuer that is away does not sign everybody out. */
    private static final int RETAIN_MINUTES = 60;

    private final JWTParser parser;

    TrustedTokens(TokenTrustConfig trust) {
        JWTAuthContextInfo info = new JWTAuthContextInfo();
        info.setIssuedBy(trust.issuer());
        info.setPublicKeyLocation(trust.jwksUrl().toString());
        info.setSignatureAlgorithm(EnumSet.of(SignatureAlgorithm.RS256));
        info.setJwksRefreshInterval(REFRESH_MINUTES);
        // A token that names an unknown key makes the keys be fetched again, at most once a minute.
        info.setForcedJwksRefreshInterval(1);
        info.setJwksRetainCacheOnErrorDuration(RETAIN_MINUTES);
        parser = new DefaultJWTParser(info);
    }

    /** The claims of a genuine, valid token; otherwise the refusal. */
    VerifiedToken verify(String token) {
        return VerifiedToken.of(TokenVerification.verify(token, parser));
    }
}
