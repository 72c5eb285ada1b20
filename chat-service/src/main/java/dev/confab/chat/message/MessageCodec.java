package dev.confab.chat.message;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.ObjectMapper;
import jakarta.inject.Singleton;

/** The payload of {@code message.posted}: {@code {"text", "mentions"?, "mentionsRoom"?, "replyTo"?}}. */
@Singleton
public class MessageCodec {

    /** The type of a message's event in the room's stream. */
    public static final String MESSAGE_POSTED = "message.posted";

    private final ObjectMapper json;

    MessageCodec(ObjectMapper json) {
        this.json = json;
    }

    String encode(MessageContent content) {
        try {
            return json.writeValueAsString(content);
        } catch (JsonProcessingException impossible) {
            throw new IllegalStateException("a message has no JSON form", impossible);
        }
    }

    MessageContent decode(String data) {
        try {
            return json.readValue(data, MessageContent.class);
        } catch (JsonProcessingException corrupt) {
            throw new IllegalStateException("a stored message is not what was written", corrupt);
        }
    }

    /** The text of a stored message. */
    public String text(String data) {
        return decode(data).text();
    }
}
