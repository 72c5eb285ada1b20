package dev.confab.chat.whisper;

import dev.confab.chat.personal.Person;
import java.util.List;
import java.util.Objects;
import java.util.UUID;

/**
 * The payload of {@code message.whispered}, the same in the personal streams of all who receive it. Of one that was deleted
 * neither its text nor its receivers are left.
 */
record WhisperContent(String room, UUID roomId, UUID messageId, String clientMessageId, String text, List<Person> to) {

    /** The type of the event. */
    static final String MESSAGE_WHISPERED = "message.whispered";

    WhisperContent {
        text = Objects.requireNonNullElse(text, "");
        to = List.copyOf(Objects.requireNonNullElse(to, List.of()));
    }
}
