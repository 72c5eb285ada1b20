package dev.confab.chat.auth;

import dev.confab.common.error.ErrorCode;
import dev.confab.common.signin.OpaqueToken;
import io.quarkus.narayana.jta.QuarkusTransaction;
import jakarta.enterprise.context.ApplicationScoped;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.HashSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.UUID;
import org.jboss.logging.Logger;
import org.jspecify.annotations.Nullable;

/**
 * Opens, renews and ends sign-ins. Every method blocks.
 *
 * <p>Lock order: the account's row, then sign-ins in id order. Opening needs the account's row locked by the caller, so
 * that a sign-in is either seen by whatever ends all of them, or opened with the stamp that came after.
 */
@ApplicationScoped
public class SignInService {
    private static final Logger LOG = Logger.getLogger(SignInService.class);

    /** For how long an exchanged refresh token is remembered, so that its theft is noticed. */
    private static final Duration REUSE_NOTICED = Duration.ofDays(7);

    private final SignInRepository signIns;
    private final RefreshTokenRepository refreshTokens;
    private final AccountDirectory directory;
    private final SecurityChangeService changes;
    private final SignInCache cache;
    private final AccessTokenIssuer accessTokens;
    private final AuthConfig config;
    private final InstantSource clock;

    SignInService(
            SignInRepository signIns,
            RefreshTokenRepository refreshTokens,
            AccountDirectory directory,
            SecurityChangeService changes,
            SignInCache cache,
            AccessTokenIssuer accessTokens,
            AuthConfig config,
            InstantSource clock) {
        this.signIns = signIns;
        this.refreshTokens = refreshTokens;
        this.directory = directory;
        this.changes = changes;
        this.cache = cache;
        this.accessTokens = accessTokens;
        this.config = config;
        this.clock = clock;
    }

    /** Opens a sign-in, in the caller's transaction, which holds a lock on the account's row. */
    public IssuedSignIn open(AccountState account) {
        endOldest(account.id());
        Instant now = clock.instant();
        OpaqueToken cookie = OpaqueToken.generate();
        SignIn signIn = new SignIn();
        signIn.id = UUID.randomUUID();
        signIn.accountId = account.id();
        signIn.cookieHash = cookie.hash();
        signIn.securityStamp = account.securityStamp();
        signIn.createdAt = now;
        signIn.renewedAt = now;
        signIn.expiresAt = now.plus(config.sessionLifetime());
        signIns.persist(signIn);
        signIns.flush();
        OpaqueToken refresh = addRefreshToken(signIn.id, now);
        return new IssuedSignIn(
                signIn.id, accessTokens.issue(account.identity(), signIn.id), accessTokens.lifetime(), refresh, cookie);
    }

    /** Exchanges a refresh token for its successor. A token that was exchanged before ends its sign-in. */
    public Refreshed refresh(String presented) {
        String hash = OpaqueToken.presented(presented).hash();
        return QuarkusTransaction.requiringNew().call(() -> {
            Optional<SignIn> owner =
                    refreshTokens.findByIdOptional(hash).flatMap(token -> signIns.lock(token.signInId));
            Optional<RefreshToken> found = owner.isEmpty() ? Optional.empty() : refreshTokens.findFresh(hash);
            if (owner.isEmpty() || found.isEmpty()) {
                return new Refreshed.Unknown();
            }
            return exchange(owner.get(), found.get());
        });
    }

    private Refreshed exchange(SignIn signIn, RefreshToken token) {
        Instant now = clock.instant();
        Optional<AccountState> account = directory.find(signIn.accountId);
        boolean usable = account.isPresent()
                && !account.get().banned()
                && account.get().securityStamp() == signIn.securityStamp
                && now.isBefore(token.expiresAt);
        if (!usable) {
            return new Refreshed.Unknown();
        }
        if (token.rotatedAt != null && !withdrawUnusedSuccessor(token, now)) {
            LOG.warnf("A refresh token was used twice: ending sign-in %s of account %s", signIn.id, signIn.accountId);
            endLocked(signIn.accountId, List.of(signIn), ErrorCode.NOT_AUTHENTICATED);
            return new Refreshed.Reused();
        }
        OpaqueToken successor = addRefreshToken(signIn.id, now);
        token.rotatedAt = token.rotatedAt == null ? now : token.rotatedAt;
        token.successor = successor.hash();
        Instant noticedUntil = now.plus(REUSE_NOTICED);
        token.expiresAt = noticedUntil.isBefore(token.expiresAt) ? noticedUntil : token.expiresAt;
        signIn.renewedAt = now;
        signIn.expiresAt = now.plus(config.sessionLifetime());
        String accessToken = accessTokens.issue(account.get().identity(), signIn.id);
        return new Refreshed.Tokens(account.get(), accessToken, accessTokens.lifetime(), successor.value());
    }

    /** Whether a token may be exchanged again because what it was exchanged for seems to have got lost. */
    private boolean withdrawUnusedSuccessor(RefreshToken token, Instant now) {
        if (token.rotatedAt == null
                || token.successor == null
                || now.isAfter(token.rotatedAt.plus(config.refreshReuseGrace()))) {
            return false;
        }
        Optional<RefreshToken> successor = refreshTokens.findFresh(token.successor);
        if (successor.isEmpty() || successor.get().rotatedAt != null) {
            return false;
        }
        // Kept as an exchanged token: should it turn up after all, two parties hold tokens of this sign-in.
        successor.get().rotatedAt = now.minus(config.refreshReuseGrace()).minusMillis(1);
        return true;
    }

    private OpaqueToken addRefreshToken(UUID signInId, Instant now) {
        OpaqueToken secret = OpaqueToken.generate();
        RefreshToken token = new RefreshToken();
        token.tokenHash = secret.hash();
        token.signInId = signInId;
        token.createdAt = now;
        token.expiresAt = now.plus(config.sessionLifetime());
        refreshTokens.persist(token);
        return secret;
    }

    /** Ends one sign-in: its browser session, its tokens and, through the listeners, its sockets. */
    public void end(UUID accountId, UUID signInId) {
        QuarkusTransaction.requiringNew().run(() -> {
            signIns.lock(signInId)
                    .filter(signIn -> signIn.accountId.equals(accountId))
                    .ifPresent(signIns::delete);
            changes.record(new SecurityChange(accountId, Set.of(signInId), ErrorCode.NOT_AUTHENTICATED));
        });
    }

    /**
     * Ends the sign-ins of an account, in the caller's transaction, which has locked the account's row and raised its
     * security stamp.
     *
     * @param survivor goes on with the new stamp; null to end all
     */
    public void endAll(UUID accountId, @Nullable UUID survivor, long newStamp, ErrorCode reason) {
        List<SignIn> all = signIns.lockAll(signIns.idsOf(accountId));
        Set<UUID> ended = new HashSet<>();
        boolean survives = false;
        for (SignIn signIn : all) {
            if (signIn.id.equals(survivor)) {
                signIn.securityStamp = newStamp;
                survives = true;
            } else {
                signIns.delete(signIn);
                ended.add(signIn.id);
            }
        }
        if (!survives) {
            changes.record(new SecurityChange(accountId, Set.of(), reason));
        } else if (!ended.isEmpty()) {
            changes.record(new SecurityChange(accountId, ended, reason));
        }
    }

    /** Moves the end of a browser session that is in use. */
    void renew(UUID signInId) {
        Instant now = clock.instant();
        QuarkusTransaction.requiringNew().run(() -> signIns.renew(signInId, now, now.plus(config.sessionLifetime())));
        cache.forgetSignIn(signInId);
    }

    private void endOldest(UUID accountId) {
        List<UUID> newestFirst = signIns.idsOf(accountId);
        if (newestFirst.size() >= config.signInsPerAccount()) {
            List<UUID> surplus = newestFirst.subList(config.signInsPerAccount() - 1, newestFirst.size());
            endLocked(accountId, signIns.lockAll(surplus), ErrorCode.NOT_AUTHENTICATED);
        }
    }

    private void endLocked(UUID accountId, List<SignIn> ended, ErrorCode reason) {
        Set<UUID> ids = new HashSet<>();
        for (SignIn signIn : ended) {
            signIns.delete(signIn);
            ids.add(signIn.id);
        }
        if (!ids.isEmpty()) {
            changes.record(new SecurityChange(accountId, ids, reason));
        }
    }
}
