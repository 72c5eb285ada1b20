package dev.confab.common.stream;

/** Where a subscription begins. */
public sealed interface SubscriptionStart {
    /** With the first event after the present top of the stream. */
    record FromNow() implements SubscriptionStart {}

    /** With the newest events that exist, then live ones. */
    record Newest(int count) implements SubscriptionStart {
        public Newest {
            if (count < 0) {
                throw new IllegalArgumentException("negative count: " + count);
            }
        }
    }

    /**
     * With the event after the given position. Where that cannot be done whole (another epoch, a seq beyond the top,
     * history cut before it), the subscription says so by {@link StreamSubscription#recovered()} and begins as
     * {@link Newest} with {@code historyIfNotRecovered} would.
     */
    record After(StreamPosition position, int historyIfNotRecovered) implements SubscriptionStart {
        public After {
            if (historyIfNotRecovered < 0) {
                throw new IllegalArgumentException("negative count: " + historyIfNotRecovered);
            }
        }
    }
}
