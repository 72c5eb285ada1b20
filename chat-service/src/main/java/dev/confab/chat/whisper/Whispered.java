package dev.confab.chat.whisper;

import dev.confab.chat.personal.Person;
import java.time.Instant;
import java.util.List;
import java.util.UUID;

/**
 * What the author of a stored whisper is told.
 *
 * @param messageId the same in everybody's copy
 * @param to        who receives it
 * @param duplicate whether it had been stored before under the same {@code clientMessageId}; all other fields are those
 *                  of the first time
 */
public record Whispered(
        String room,
        UUID roomId,
        String clientMessageId,
        UUID messageId,
        List<Person> to,
        Instant time,
        boolean duplicate) {}
