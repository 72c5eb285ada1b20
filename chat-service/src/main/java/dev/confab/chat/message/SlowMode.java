package dev.confab.chat.message;

import dev.confab.chat.room.RoomPolicy;
import dev.confab.chat.room.RoomRef;
import dev.confab.common.error.ConfabException;
import dev.confab.common.error.ErrorCode;
import dev.confab.common.identity.UserIdentity;
import dev.confab.common.ratelimit.Decision;
import dev.confab.common.ratelimit.Limit;
import dev.confab.common.ratelimit.RateLimiter;
import io.smallrye.mutiny.Uni;
import java.time.Duration;

/**
 * The pause that a slow room wants between two messages of one author, over all connections and nodes. What is whispered
 * counts as what all can read does.
 *
 * @param pause zero for those who may talk as they like
 */
public record SlowMode(RoomRef room, UserIdentity author, Duration pause) {

    private static final String BUCKET = "slow-mode";

    /** What the room's policy says about that author. */
    public static SlowMode of(RoomPolicy policy, RoomRef room, UserIdentity author) {
        return new SlowMode(room, author, policy.slowModeFor(author));
    }

    /** Whether there is nothing to wait for, ever. */
    public boolean isOff() {
        return pause.isZero();
    }

    /** Takes the permit to say something now. Never blocks. */
    public Uni<Decision> take(RateLimiter limiter) {
        return limiter.tryAcquire(BUCKET, room.id() + ":" + author.id(), new Limit(1, pause));
    }

    /** What the author is told who has to wait. */
    public ConfabException refusal(Duration retryAfter) {
        return new ConfabException(
                ErrorCode.SLOW_MODE,
                "This room is slow: one message in " + pause.toSeconds() + " seconds.",
                retryAfter);
    }
}
