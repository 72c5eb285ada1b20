package dev.confab.chat.message;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.ObjectMapper;
import jakarta.inject.Singleton;

/** The payload of {@code message.posted}: {@code {"text": ...}}. */
@Singleton
public class MessageCodec {

    /** The type of a message's event in the room's stream. */
    public static final String MESSAGE_POSTED = "message.posted";

    private final ObjectMapper json;

    MessageCodec(ObjectMapper json) {
        this.json = json;
    }

    String encode(String text) {
        try {
            return json.writeValueAsString(new Posted(text));
        } catch (JsonProcessingException impossible) {
            throw new IllegalStateException("a text has no JSON form", impossible);
        }
    }

    /** The text of a stored message. */
    public String text(String data) {
        try {
            return json.readValue(data, Posted.class).text();
        } catch (JsonProcessingException corrupt) {
            throw new IllegalStateException("a stored message is not what was written", corrupt);
        }
    }

    private record Posted(String text) {}
}
