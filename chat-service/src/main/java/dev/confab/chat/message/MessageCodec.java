package dev.confab.chat.message;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.ObjectMapper;
import dev.confab.chat.attachment.AttachmentView;
import jakarta.inject.Singleton;
import java.util.stream.Collectors;

/** The payload of {@code message.posted}: {@code {"text", "mentions"?, "mentionsRoom"?, "replyTo"?, "attachments"?}}. */
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

    /** The text of a stored message; of one that consists of files, their names. */
    public String text(String data) {
        MessageContent content = decode(data);
        return content.text().isEmpty()
                ? content.attachments().stream().map(AttachmentView::name).collect(Collectors.joining(", "))
                : content.text();
    }
}
