package dev.confab.notification.inbox;

import java.util.UUID;

/** That a person has read a room up to and including {@code seq}. */
public record ReadMark(UUID userId, UUID roomId, long seq) {}
