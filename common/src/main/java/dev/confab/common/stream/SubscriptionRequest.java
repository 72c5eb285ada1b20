package dev.confab.common.stream;

import java.util.UUID;

/** A subscription that somebody wants, one of several at a time. */
public record SubscriptionRequest(UUID streamId, SubscriptionStart start, StreamSubscriber subscriber) {}
