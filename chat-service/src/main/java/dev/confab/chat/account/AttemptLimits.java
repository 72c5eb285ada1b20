package dev.confab.chat.account;

import dev.confab.chat.auth.AuthConfig;
import dev.confab.common.error.ConfabException;
import dev.confab.common.error.ErrorCode;
import dev.confab.common.ratelimit.Decision;
import dev.confab.common.ratelimit.Limit;
import dev.confab.common.ratelimit.RateLimiter;
import jakarta.enterprise.context.ApplicationScoped;
import java.time.Duration;
import java.util.UUID;

/** Limits how often somebody may try. Each method waits for the decision and fails with {@code RATE_LIMITED}. */
@ApplicationScoped
class AttemptLimits {
    private final RateLimiter limiter;
    private final AuthConfig.Limits limits;

    AttemptLimits(RateLimiter limiter, AuthConfig config) {
        this.limiter = limiter;
        this.limits = config.limits();
    }

    /** Before a password is verified at login. The address first: it cannot lock out the owner of an account. */
    void login(Username name, ClientNetwork network) {
        acquire("login-address", network.value(), limits.loginsPerAddress());
        acquire("login-account", name.key(), limits.loginsPerAccount());
    }

    /** Before the password of somebody signed in is verified again. */
    void confirmPassword(UUID accountId) {
        acquire("confirm-password", accountId.toString(), limits.loginsPerAccount());
    }

    void registration(ClientNetwork network) {
        acquire("register-address", network.value(), limits.registrationsPerAddress());
    }

    private void acquire(String bucket, String key, int perMinute) {
        Decision decision = limiter.tryAcquire(bucket, key, new Limit(perMinute, Duration.ofMinutes(1)))
                .await()
                .indefinitely();
        if (decision instanceof Decision.Refused refused) {
            throw new ConfabException(ErrorCode.RATE_LIMITED, "Too many attempts.", refused.retryAfter());
        }
    }
}
