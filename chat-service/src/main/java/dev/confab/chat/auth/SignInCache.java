package dev.confab.chat.auth;

import com.github.benmanes.caffeine.cache.Cache;
import com.github.benmanes.caffeine.cache.Caffeine;
import dev.confab.common.error.ErrorCode;
import io.quarkus.narayana.jta.QuarkusTransaction;
import jakarta.enterprise.context.ApplicationScoped;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.Optional;
import java.util.UUID;
import org.jspecify.annotations.Nullable;

/**
 * What a node remembers of accounts and sign-ins, so that a request needs no query. {@link SecurityChangeService} makes
 * it forget what has changed; bounded in number, and in age for the case that a change was missed.
 *
 * <p>Nobody is refused because of something remembered: what speaks against a sign-in is read again first.
 */
@ApplicationScoped
class SignInCache {
    private static final Duration MAX_AGE = Duration.ofMinutes(5);

    private final SignInRepository signInRows;
    private final AccountDirectory directory;
    private final InstantSource clock;
    private final Cache<UUID, AccountState> accounts;
    private final Cache<UUID, Remembered> signIns;
    private final Cache<String, UUID> cookies;

    SignInCache(SignInRepository signInRows, AccountDirectory directory, AuthConfig config, InstantSource clock) {
        this.signInRows = signInRows;
        this.directory = directory;
        this.clock = clock;
        this.accounts = cache(config);
        this.signIns = cache(config);
        this.cookies = cache(config);
    }

    private static <K, V> Cache<K, V> cache(AuthConfig config) {
        return Caffeine.newBuilder()
                .maximumSize(config.cacheSize())
                .expireAfterWrite(MAX_AGE)
                .build();
    }

    /** The standing of a sign-in if it is good and remembered; null when {@link #find(UUID)} has to be asked. */
    Standing.@Nullable Good remembered(UUID signInId) {
        Remembered signIn = signIns.getIfPresent(signInId);
        AccountState account = signIn == null ? null : accounts.getIfPresent(signIn.accountId());
        return signIn == null || account == null ? null : judge(signIn, account);
    }

    /** The sign-in to which a cookie belongs, if it is remembered. */
    @Nullable
    UUID rememberedCookie(String cookieHash) {
        return cookies.getIfPresent(cookieHash);
    }

    /** The standing of a sign-in. Blocks. */
    Standing find(UUID signInId) {
        Standing.Good remembered = remembered(signInId);
        if (remembered != null) {
            return remembered;
        }
        signIns.invalidate(signInId);
        Remembered signIn = signIns.get(signInId, this::readSignIn);
        if (signIn == null) {
            return new Standing.Refused(ErrorCode.NOT_AUTHENTICATED);
        }
        accounts.invalidate(signIn.accountId());
        AccountState account = accounts.get(signIn.accountId(), this::readAccount);
        if (account == null) {
            return new Standing.Refused(ErrorCode.NOT_AUTHENTICATED);
        }
        Standing.Good good = judge(signIn, account);
        if (good != null) {
            return good;
        }
        return new Standing.Refused(account.banned() ? ErrorCode.BANNED : ErrorCode.NOT_AUTHENTICATED);
    }

    /** The standing of the sign-in to which a cookie belongs. Blocks. */
    Standing findCookie(String cookieHash) {
        UUID signInId = cookies.get(cookieHash, this::readCookie);
        return signInId == null ? new Standing.Refused(ErrorCode.NOT_AUTHENTICATED) : find(signInId);
    }

    /** The state of an account if it is remembered and nothing speaks against it. */
    @Nullable
    AccountState rememberedAccount(UUID accountId) {
        AccountState account = accounts.getIfPresent(accountId);
        return account == null || account.banned() ? null : account;
    }

    /** The state of an account, read now; null when there is none. Blocks. */
    @Nullable
    AccountState findAccount(UUID accountId) {
        accounts.invalidate(accountId);
        return accounts.get(accountId, this::readAccount);
    }

    /** Whether an account is banned now. Blocks. */
    boolean isBanned(UUID accountId) {
        return directory.find(accountId).map(AccountState::banned).orElse(false);
    }

    void forget(SecurityChange change) {
        accounts.invalidate(change.accountId());
        change.endedSignIns().forEach(signIns::invalidate);
    }

    /** After a sign-in was renewed or its stamp has moved. */
    void forgetSignIn(UUID signInId) {
        signIns.invalidate(signInId);
    }

    void forgetAll() {
        accounts.invalidateAll();
        signIns.invalidateAll();
        cookies.invalidateAll();
    }

    private Standing.@Nullable Good judge(Remembered signIn, AccountState account) {
        boolean good = !account.banned()
                && account.securityStamp() == signIn.securityStamp()
                && clock.instant().isBefore(signIn.expiresAt());
        return good ? new Standing.Good(account, signIn.id(), signIn.renewedAt(), signIn.expiresAt()) : null;
    }

    private @Nullable Remembered readSignIn(UUID id) {
        Optional<SignIn> found = QuarkusTransaction.joiningExisting().call(() -> signInRows.findByIdOptional(id));
        return found.map(Remembered::of).orElse(null);
    }

    private @Nullable AccountState readAccount(UUID id) {
        return directory.find(id).orElse(null);
    }

    private @Nullable UUID readCookie(String hash) {
        Optional<SignIn> found = QuarkusTransaction.joiningExisting().call(() -> signInRows.findByCookie(hash));
        return found.map(signIn -> signIn.id).orElse(null);
    }

    private record Remembered(UUID id, UUID accountId, long securityStamp, Instant renewedAt, Instant expiresAt) {
        static Remembered of(SignIn row) {
            return new Remembered(row.id, row.accountId, row.securityStamp, row.renewedAt, row.expiresAt);
        }
    }
}
