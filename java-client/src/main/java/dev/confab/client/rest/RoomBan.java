package dev.confab.client.rest;

import java.time.Instant;
import org.jspecify.annotations.Nullable;

/** That somebody may not come into a room; for ever when {@code until} is null. */
public record RoomBan(
        String id,
        String username,
        @Nullable String reason,
        @Nullable String by,
        @Nullable Instant bannedAt,
        @Nullable Instant until) {}
