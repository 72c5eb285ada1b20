package dev.confab.common.stream;

import dev.confab.common.error.ConfabException;

/** What became of a {@link SubscriptionRequest}. */
public sealed interface SubscriptionResult {
    /** It is there; its delivery begins with {@link StreamSubscription#start()}. */
    record Subscribed(StreamSubscription subscription) implements SubscriptionResult {}

    /** It could not be had, for a reason that a client may know. */
    record Failed(ConfabException cause) implements SubscriptionResult {}
}
