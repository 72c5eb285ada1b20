package dev.confab.common.redis;

/** Redis cannot be reached, or did not answer in time. Without a stack trace: it is thrown often while Redis is away. */
public final class RedisAwayException extends RuntimeException {

    RedisAwayException(String message) {
        super(message, null, false, false);
    }
}
