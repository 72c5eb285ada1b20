package dev.confab.chat.status;

import com.fasterxml.jackson.annotation.JsonInclude;
import java.time.Instant;
import org.jspecify.annotations.Nullable;

/**
 * What somebody tells of themselves.
 *
 * @param text  1 to 80 characters
 * @param until when it ends by itself; null: when it is changed
 */
@JsonInclude(JsonInclude.Include.NON_NULL)
public record UserStatus(
        String text, @Nullable String emoji, @Nullable Instant until) {}
