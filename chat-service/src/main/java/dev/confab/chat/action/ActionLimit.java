package dev.confab.chat.action;

import dev.confab.common.error.ConfabException;
import dev.confab.common.error.ErrorCode;
import dev.confab.common.identity.UserIdentity;
import dev.confab.common.ratelimit.Decision;
import dev.confab.common.ratelimit.Limit;
import dev.confab.common.ratelimit.RateLimiter;
import jakarta.enterprise.context.ApplicationScoped;
import java.time.Duration;

/** How often a user may act, whether over a socket or over REST. */
@ApplicationScoped
public class ActionLimit {

    private static final String BUCKET = "actions";

    private final RateLimiter limiter;
    private final Limit limit;

    ActionLimit(RateLimiter limiter, ActionConfig config) {
        this.limiter = limiter;
        this.limit = new Limit(config.rateLimit(), config.ratePeriod());
    }

    /**
     * Takes one permit of the user. Blocks; on a virtual thread.
     *
     * @throws ConfabException {@code rate_limited}
     */
    public void require(UserIdentity user) {
        Decision decision =
                limiter.tryAcquire(BUCKET, user.id().toString(), limit).await().indefinitely();
        if (decision instanceof Decision.Refused(Duration retryAfter)) {
            throw new ConfabException(ErrorCode.RATE_LIMITED, "You are doing too much at a time.", retryAfter);
        }
    }
}
