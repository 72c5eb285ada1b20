package dev.confab.chat.auth;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.github.benmanes.caffeine.cache.Cache;
import com.github.benmanes.caffeine.cache.Caffeine;
import dev.confab.common.error.ErrorCode;
import dev.confab.common.identity.AuthenticatedSession;
import dev.confab.common.identity.RefusedCredentialException;
import dev.confab.common.identity.Role;
import dev.confab.common.identity.UserIdentity;
import dev.confab.common.signin.TokenVerification;
import io.quarkus.runtime.Startup;
import io.smallrye.jwt.algorithm.SignatureAlgorithm;
import io.smallrye.jwt.auth.principal.DefaultJWTParser;
import io.smallrye.jwt.auth.principal.JWTAuthContextInfo;
import io.smallrye.jwt.auth.principal.JWTParser;
import jakarta.enterprise.context.ApplicationScoped;
import jakarta.json.JsonString;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.Base64;
import java.util.EnumSet;
import java.util.Set;
import java.util.UUID;
import org.eclipse.microprofile.jwt.JsonWebToken;
import org.jspecify.annotations.Nullable;

/**
 * Accepts the tokens of one foreign issuer, if the operator trusts one. Its keys are fetched over HTTP and kept; a token
 * with an unknown key makes them be fetched again, at most every half minute. Made at the start, which fails when its settings
 * contradict each other.
 */
@Startup
@ApplicationScoped
class ForeignTokenService {
    private static final ObjectMapper JSON = new ObjectMapper();

    /** Bounds the memory of tokens that were verified. */
    private static final long SEEN_CHARACTERS = 16_000_000;

    private static final Duration SEEN_FOR = Duration.ofMinutes(5);

    private final AccountDirectory directory;
    private final SignInCache cache;
    private final InstantSource clock;
    private final Cache<String, Seen> seen;
    private final AuthConfig.Oidc config;
    private final @Nullable String issuer;
    private final @Nullable JWTParser parser;

    ForeignTokenService(AccountDirectory directory, SignInCache cache, AuthConfig auth, InstantSource clock) {
        this.directory = directory;
        this.cache = cache;
        this.clock = clock;
        this.seen = Caffeine.newBuilder()
                .maximumWeight(SEEN_CHARACTERS)
                .weigher((String token, Seen known) -> token.length())
                .expireAfterWrite(SEEN_FOR)
                .build();
        this.config = auth.oidc();
        this.issuer = config.issuer().orElse(null);
        if (issuer == null) {
            if (!auth.local().login()) {
                throw new IllegalStateException(
                        "confab.auth.local.login is off and confab.auth.oidc.issuer is not set: nobody could sign in");
            }
            this.parser = null;
        } else if (issuer.equals(auth.issuer())) {
            throw new IllegalStateException("confab.auth.oidc.issuer must differ from confab.auth.issuer");
        } else {
            this.parser = parser(issuer, config);
        }
    }

    private static JWTParser parser(String issuer, AuthConfig.Oidc config) {
        JWTAuthContextInfo info = new JWTAuthContextInfo();
        info.setIssuedBy(issuer);
        info.setPublicKeyLocation(config.jwksUrl()
                .orElseThrow(() -> new IllegalStateException(
                        "confab.auth.oidc.jwks-url is required with confab.auth.oidc.issuer")));
        info.setExpectedAudience(Set.copyOf(config.audience()
                .orElseThrow(() -> new IllegalStateException(
                        "confab.auth.oidc.audience is required with confab.auth.oidc.issuer"))));
        info.setSignatureAlgorithm(algorithms(config));
        info.setGroupsPath(config.rolesClaim());
        info.setJwksRefreshInterval(60);
        // Minutes: an issuer that is away does not sign everybody out.
        info.setJwksRetainCacheOnErrorDuration(60);
        info.setClockSkew(5);
        // Many issuers put no name into access tokens; we need the subject alone.
        info.setRequireNamedPrincipal(false);
        return new DefaultJWTParser(info);
    }

    private static Set<SignatureAlgorithm> algorithms(AuthConfig.Oidc config) {
        Set<SignatureAlgorithm> algorithms = EnumSet.noneOf(SignatureAlgorithm.class);
        for (String name : config.algorithms()) {
            SignatureAlgorithm algorithm = SignatureAlgorithm.fromAlgorithm(name);
            if (algorithm.getAlgorithm().startsWith("HS")) {
                throw new IllegalStateException("confab.auth.oidc.algorithms: only public-key algorithms make sense");
            }
            algorithms.add(algorithm);
        }
        return algorithms;
    }

    /** Whether a token claims to be of the foreign issuer. Decides only who verifies it. */
    boolean isFrom(String token) {
        if (issuer == null) {
            return false;
        }
        String[] parts = token.split("\\.", -1);
        if (parts.length != 3) {
            return false;
        }
        try {
            JsonNode claims =
                    JSON.readTree(new String(Base64.getUrlDecoder().decode(parts[1]), StandardCharsets.UTF_8));
            return claims != null && issuer.equals(claims.path("iss").asText());
        } catch (IOException | IllegalArgumentException e) {
            return false;
        }
    }

    /** Verifies a token and finds or creates the account of its subject. Blocks. */
    AuthenticatedSession authenticate(String token) {
        if (parser == null || issuer == null) {
            throw new RefusedCredentialException(ErrorCode.NOT_AUTHENTICATED);
        }
        JsonWebToken verified = TokenVerification.verify(token, parser);
        String subject = verified.getSubject();
        if (subject == null || subject.isBlank()) {
            throw new RefusedCredentialException(ErrorCode.NOT_AUTHENTICATED);
        }
        ForeignIdentity foreign = new ForeignIdentity(
                issuer,
                subject,
                text(verified, config.nameClaim()),
                text(verified, config.emailClaim()),
                verified.getGroups() != null && verified.getGroups().contains(config.staffRole()),
                sessionId(verified, token),
                Instant.ofEpochSecond(verified.getExpirationTime()));
        UUID accountId = directory.provision(foreign).id();
        AccountState account = cache.findAccount(accountId);
        if (account == null || account.banned()) {
            throw new RefusedCredentialException(account == null ? ErrorCode.NOT_AUTHENTICATED : ErrorCode.BANNED);
        }
        Seen known = new Seen(accountId, foreign);
        seen.put(token, known);
        return session(known, account);
    }

    /** The session of a token that was verified a moment ago; null when {@link #authenticate} has to be asked. */
    @Nullable
    AuthenticatedSession remembered(String token) {
        Seen known = seen.getIfPresent(token);
        AccountState account = known == null ? null : cache.rememberedAccount(known.accountId());
        boolean good = known != null
                && account != null
                && clock.instant().isBefore(known.foreign().expiresAt());
        return good ? session(known, account) : null;
    }

    private static AuthenticatedSession session(Seen known, AccountState account) {
        Set<Role> roles = known.foreign().staff() ? EnumSet.allOf(Role.class) : EnumSet.of(Role.USER);
        return new AuthenticatedSession(
                new UserIdentity(account.id(), account.identity().username(), roles),
                known.foreign().sessionId(),
                known.foreign().expiresAt(),
                account.securityStamp());
    }

    private static UUID sessionId(JsonWebToken token, String raw) {
        String session = text(token, "sid");
        String name = session == null ? raw : token.getIssuer() + ' ' + token.getSubject() + ' ' + session;
        return UUID.nameUUIDFromBytes(name.getBytes(StandardCharsets.UTF_8));
    }

    private static @Nullable String text(JsonWebToken token, String claim) {
        Object value = token.getClaim(claim);
        return switch (value) {
            case String text -> text;
            case JsonString text -> text.getString();
            case null, default -> null;
        };
    }

    /** A verified token: whose it is and what it said. */
    private record Seen(UUID accountId, ForeignIdentity foreign) {}
}
