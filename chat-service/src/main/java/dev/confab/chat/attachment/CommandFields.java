package dev.confab.chat.attachment;

import com.fasterxml.jackson.databind.JsonNode;
import dev.confab.common.command.ChatCommand;
import dev.confab.common.command.ChatCommandCodec;
import dev.confab.common.event.CloudEvent;
import dev.confab.common.event.MalformedEventException;
import java.util.Map;
import java.util.TreeMap;
import java.util.UUID;

/** Reads what the commands of task-worker say about images. */
final class CommandFields {

    private CommandFields() {}

    static UUID attachment(ChatCommand command) throws MalformedEventException {
        return ChatCommandCodec.uuid("data.attachmentId", CloudEvent.text(command.data(), "attachmentId"));
    }

    /** A whole number that must be there. */
    static int number(JsonNode object, String field, int least, int most) throws MalformedEventException {
        Integer number = CloudEvent.optionalInt(object, field, least, most);
        if (number == null) {
            throw new MalformedEventException("data." + field + ": is missing");
        }
        return number;
    }

    /** Variants by their names; those that nobody could fetch are left out. */
    static Map<String, AttachmentVariant> variants(ChatCommand command) throws MalformedEventException {
        JsonNode all = command.data().path("variants");
        Map<String, AttachmentVariant> variants = new TreeMap<>();
        for (String name : AttachmentKeys.VARIANTS) {
            JsonNode variant = all.path(name);
            if (variant.isObject()) {
                variants.put(
                        name,
                        new AttachmentVariant(
                                number(variant, "width", 1, Integer.MAX_VALUE),
                                number(variant, "height", 1, Integer.MAX_VALUE),
                                number(variant, "size", 1, Integer.MAX_VALUE),
                                CloudEvent.text(variant, "contentType")));
            }
        }
        return variants;
    }
}
