package dev.confab.chat.attachment;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.core.type.TypeReference;
import com.fasterxml.jackson.databind.ObjectMapper;
import jakarta.inject.Singleton;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** Between rows and what is shown of them. */
@Singleton
class AttachmentViews {

    private static final TypeReference<Map<String, AttachmentVariant>> VARIANTS = new TypeReference<>() {};

    private final ObjectMapper json;

    AttachmentViews(ObjectMapper json) {
        this.json = json;
    }

    AttachmentView of(Attachment attachment) {
        return new AttachmentView(
                attachment.id(),
                attachment.name(),
                attachment.size(),
                attachment.contentType(),
                attachment.kind().wireName(),
                attachment.state().wireName(),
                attachment.width(),
                attachment.height(),
                variants(attachment),
                attachment.error());
    }

    @Nullable
    Map<String, AttachmentVariant> variants(Attachment attachment) {
        String text = attachment.variants();
        try {
            return text == null ? null : json.readValue(text, VARIANTS);
        } catch (JsonProcessingException corrupt) {
            throw new IllegalStateException("stored variants are not what was written", corrupt);
        }
    }

    String text(Object value) {
        try {
            return json.writeValueAsString(value);
        } catch (JsonProcessingException impossible) {
            throw new IllegalStateException("a record has no JSON form", impossible);
        }
    }
}
