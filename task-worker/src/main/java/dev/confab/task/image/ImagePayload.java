package dev.confab.task.image;

import java.util.UUID;
import org.jspecify.annotations.Nullable;

/**
 * What every step of an image's chain is told.
 *
 * @param roomId whose people are told of it
 * @param source the key of the original
 * @param target where the variants go: the part of their keys before their names, with the slash
 * @param contentType what the original is, as its content says
 * @param input what the step before has found out
 */
public record ImagePayload(
        UUID attachmentId,
        UUID roomId,
        String source,
        String target,
        String contentType,
        @Nullable ImageFindings input) {
    ImageFindings findings() {
        if (input == null) {
            throw new IllegalArgumentException("this step follows another one");
        }
        return input;
    }
}
