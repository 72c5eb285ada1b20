package dev.confab.chat.message;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.core.type.TypeReference;
import com.fasterxml.jackson.databind.ObjectMapper;
import jakarta.inject.Singleton;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * The payload of {@code message.posted}: {@code {"text", "mentions"?, "mentionsRoom"?, "replyTo"?, "attachments"?,
 * "thread"?}}, or, once the message is deleted, {@code {"deleted": true, "thread"?}}. A message that consists of files has
 * no text.
 */
@Singleton
public class MessageCodec {

    /** The type of a message's event in the room's stream. */
    public static final String MESSAGE_POSTED = "message.posted";

    private static final TypeReference<List<MessageContent.Person>> PEOPLE = new TypeReference<>() {};

    private final ObjectMapper json;

    MessageCodec(ObjectMapper json) {
        this.json = json;
    }

    /** As it is stored. */
    public String encode(MessageContent content) {
        return write(content);
    }

    /** What was stored. */
    public MessageContent decode(String data) {
        try {
            return json.readValue(data, MessageContent.class);
        } catch (JsonProcessingException corrupt) {
            throw new IllegalStateException("a stored message is not what was written", corrupt);
        }
    }

    /** Whom a stored message names. */
    List<MessageContent.Person> decodePeople(@Nullable String data) {
        if (data == null) {
            return List.of();
        }
        try {
            return json.readValue(data, PEOPLE);
        } catch (JsonProcessingException corrupt) {
            throw new IllegalStateException("stored mentions are not what was written", corrupt);
        }
    }

    /** The reactions of a message as the database puts them together. */
    List<HistoryPage.Reaction> decodeReactions(@Nullable String data) {
        if (data == null) {
            return List.of();
        }
        try {
            return json.readValue(data, new TypeReference<List<HistoryPage.Reaction>>() {});
        } catch (JsonProcessingException corrupt) {
            throw new IllegalStateException("stored reactions are not what was written", corrupt);
        }
    }

    /** JSON of anything made of records, lists and texts. */
    public String write(Object data) {
        try {
            return json.writeValueAsString(data);
        } catch (JsonProcessingException impossible) {
            throw new IllegalStateException("a record of texts has no JSON form", impossible);
        }
    }
}
