package dev.confab.common.ratelimit;

import io.smallrye.mutiny.Uni;

/**
 * Counts permits per bucket and key.
 *
 * <p>One permit is taken when the result is subscribed to. Never blocks and never fails: while Redis is away each node counts
 * for itself, so a limit may then be exceeded by the number of nodes. The decision may arrive on an event loop.
 */
public interface RateLimiter {

    /**
     * Takes a permit if there is one.
     *
     * @param bucket what is limited, one of a few fixed names such as {@code messages}
     * @param key who is limited, such as a user id or an address; any length
     */
    Uni<Decision> tryAcquire(String bucket, String key, Limit limit);

    /**
     * Takes a permit if there is one as far as this node knows, without a round trip: for what happens too often for that. Nodes
     * tell each other what they let pass four times a second, so a burst may exceed its limit by what several nodes let pass
     * meanwhile; who got more waits longer afterwards. These permits and those of {@link #tryAcquire} are counted apart.
     */
    Decision tryAcquireHere(String bucket, String key, Limit limit);
}
