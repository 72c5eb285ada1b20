package dev.confab.common.relay;

import java.time.Duration;

/**
 * What waits in the outbox of all nodes together.
 *
 * @param rows of both outboxes (events: one per stream and transaction), each counted to 100,000 at most
 * @param oldest how long the oldest one has been waiting
 */
public record RelayBacklog(long rows, Duration oldest) {}
