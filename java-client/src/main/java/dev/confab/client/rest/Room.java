package dev.confab.client.rest;

import java.time.Instant;
import org.jspecify.annotations.Nullable;

/** A room as one user sees it. {@code online} counts people, not connections. */
public record Room(
        String id,
        String name,
        String visibility,
        @Nullable Instant createdAt,
        @Nullable Instant lastActivityAt,
        int online,
        long unread,
        long lastSeq,
        @Nullable LastMessage lastMessage,
        boolean member) {
    /** The newest message, shortened by the server if it is long. */
    public record LastMessage(String username, String text, Instant time) {}
}
