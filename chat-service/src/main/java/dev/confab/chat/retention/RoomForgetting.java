package dev.confab.chat.retention;

import java.util.UUID;

/**
 * A room has forgotten its beginning, now or some time ago; fired outside of a transaction, by one node after the other and
 * again in every round, for those who keep something beside the log. So what one of them misses is done the next time.
 */
public record RoomForgetting(UUID roomId) {}
