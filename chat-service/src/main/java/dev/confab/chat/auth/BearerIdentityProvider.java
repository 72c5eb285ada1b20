package dev.confab.chat.auth;

import dev.confab.common.error.ErrorCode;
import dev.confab.common.identity.AuthenticatedIdentity;
import dev.confab.common.identity.AuthenticatedSession;
import dev.confab.common.identity.RefusedCredentialException;
import dev.confab.common.signin.TokenVerification;
import io.quarkus.security.identity.AuthenticationRequestContext;
import io.quarkus.security.identity.IdentityProvider;
import io.quarkus.security.identity.SecurityIdentity;
import io.quarkus.security.identity.request.TokenAuthenticationRequest;
import io.smallrye.mutiny.Uni;
import jakarta.enterprise.context.ApplicationScoped;
import java.time.Instant;
import java.util.UUID;
import org.eclipse.microprofile.jwt.JsonWebToken;
import org.jspecify.annotations.Nullable;

/** Accepts access tokens: our own, whose sign-in must still be open, and those of a trusted foreign issuer. */
@ApplicationScoped
class BearerIdentityProvider implements IdentityProvider<TokenAuthenticationRequest> {
    private final SigningKeyService keys;
    private final SignInCache cache;
    private final ForeignTokenService foreignTokens;

    BearerIdentityProvider(SigningKeyService keys, SignInCache cache, ForeignTokenService foreignTokens) {
        this.keys = keys;
        this.cache = cache;
        this.foreignTokens = foreignTokens;
    }

    @Override
    public Class<TokenAuthenticationRequest> getRequestType() {
        return TokenAuthenticationRequest.class;
    }

    @Override
    public Uni<SecurityIdentity> authenticate(
            TokenAuthenticationRequest request, AuthenticationRequestContext context) {
        String token = request.getToken().getToken();
        if (foreignTokens.isFrom(token)) {
            AuthenticatedSession seen = foreignTokens.remembered(token);
            if (seen != null) {
                return Uni.createFrom().item(AuthenticatedIdentity.of(seen));
            }
            return context.runBlocking(() -> AuthenticatedIdentity.of(foreignTokens.authenticate(token)));
        }
        OwnToken own;
        try {
            own = OwnToken.of(TokenVerification.verify(token, keys.keys().parser()));
        } catch (RefusedCredentialException e) {
            return Uni.createFrom().failure(e);
        }
        Standing.Good remembered = cache.remembered(own.signInId());
        if (remembered != null) {
            return Uni.createFrom().item(() -> identity(own, remembered));
        }
        return context.runBlocking(() -> identity(own, stillGood(own)));
    }

    private Standing.Good stillGood(OwnToken token) {
        return switch (cache.find(token.signInId())) {
            case Standing.Good good -> good;
            case Standing.Refused refused ->
                throw new RefusedCredentialException(
                        cache.isBanned(token.accountId()) ? ErrorCode.BANNED : refused.reason());
        };
    }

    private static SecurityIdentity identity(OwnToken token, Standing.Good standing) {
        AccountState account = standing.account();
        if (!account.id().equals(token.accountId())) {
            throw new RefusedCredentialException(ErrorCode.NOT_AUTHENTICATED);
        }
        return AuthenticatedIdentity.of(new AuthenticatedSession(
                account.identity(), token.signInId(), token.expiresAt(), account.securityStamp()));
    }

    /** What counts of a verified token of ours. Name and roles are not taken from it: they may have changed. */
    private record OwnToken(UUID accountId, UUID signInId, Instant expiresAt) {
        static OwnToken of(JsonWebToken token) {
            return new OwnToken(
                    uuid(token.getSubject()),
                    uuid(token.getClaim(AccessTokenIssuer.SIGN_IN_CLAIM)),
                    Instant.ofEpochSecond(token.getExpirationTime()));
        }

        private static UUID uuid(@Nullable Object claim) {
            try {
                return UUID.fromString(String.valueOf(claim));
            } catch (IllegalArgumentException e) {
                throw new RefusedCredentialException(ErrorCode.NOT_AUTHENTICATED);
            }
        }
    }
}
