package dev.confab.client.rest;

import dev.confab.client.UserRef;
import java.time.Instant;
import org.jspecify.annotations.Nullable;

/** An invitation of a person, or a link, whose {@code code} is told once. */
public record RoomInvitation(
        String id,
        String room,
        @Nullable UserRef user,
        @Nullable String code,
        @Nullable Integer maxUses,
        int uses,
        @Nullable Instant expiresAt) {}
