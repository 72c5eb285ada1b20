package dev.confab.client.rest;

import dev.confab.client.UserRef;
import java.time.Instant;
import java.util.List;

/**
 * A message to some of the people in a room; it is durable.
 *
 * @param to who receives it besides the author
 * @param duplicate an earlier call had posted it
 */
public record Whisper(
        String room, String clientMessageId, String messageId, List<UserRef> to, Instant time, boolean duplicate) {
    public Whisper {
        to = to == null ? List.of() : List.copyOf(to);
    }
}
