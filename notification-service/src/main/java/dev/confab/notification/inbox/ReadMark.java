package dev.confab.notification.inbox;

import java.util.UUID;

/**
 * That a person has read a room up to and including {@code seq}.
 *
 * @param incarnation of the database in which the place was counted; places of different ones cannot be compared
 */
public record ReadMark(UUID userId, UUID roomId, long seq, String incarnation) {}
