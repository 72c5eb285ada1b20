package dev.confab.chat.presence;

import java.time.Instant;
import java.util.UUID;

/**
 * Somebody who is online in a room.
 *
 * @param since when the first of the user's present connections joined
 */
public record PresentUser(UUID id, String username, Instant since) {}
