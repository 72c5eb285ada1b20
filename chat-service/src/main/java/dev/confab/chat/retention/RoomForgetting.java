package dev.confab.chat.retention;

import java.util.UUID;

/**
 * A room has forgotten its beginning; fired in the transaction in which it does, for those who keep something beside the
 * log.
 *
 * @param firstSeq the oldest event that is kept
 */
public record RoomForgetting(UUID roomId, long firstSeq) {}
