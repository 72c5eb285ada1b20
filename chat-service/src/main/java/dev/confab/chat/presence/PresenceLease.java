package dev.confab.chat.presence;

import java.time.Instant;
import java.util.UUID;

/** One connection of a user in a room, as its own node knows it. */
record PresenceLease(UUID connectionId, UUID userId, String username, Instant since) {}
