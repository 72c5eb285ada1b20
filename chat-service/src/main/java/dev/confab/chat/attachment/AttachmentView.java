package dev.confab.chat.attachment;

import com.fasterxml.jackson.annotation.JsonInclude;
import java.util.Map;
import java.util.UUID;
import org.jspecify.annotations.Nullable;

/**
 * A file as clients and consumers see it.
 *
 * @param size        of the original, in bytes
 * @param contentType what it is by its content
 * @param kind        {@code image} or {@code file}
 * @param state       {@code processing}, {@code ready} or {@code failed}
 * @param width       of an image as it is to be looked at, once it is ready
 * @param error       why nothing could be made of it
 * @param variants    what can be fetched of an image besides the original, by name, once it is ready
 */
@JsonInclude(JsonInclude.Include.NON_EMPTY)
public record AttachmentView(
        UUID id,
        String name,
        long size,
        String contentType,
        String kind,
        String state,
        @Nullable Integer width,
        @Nullable Integer height,
        @Nullable Map<String, AttachmentVariant> variants,
        @Nullable String error) {}
