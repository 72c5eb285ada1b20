package dev.confab.chat.room;

import com.fasterxml.jackson.annotation.JsonInclude;
import java.time.Instant;
import java.util.UUID;
import org.jspecify.annotations.Nullable;

/**
 * A ban as the API shows one.
 *
 * @param by    the name of who banned; null when that account is gone
 * @param until null when the ban holds until it is lifted
 */
@JsonInclude(JsonInclude.Include.NON_NULL)
public record Ban(
        UUID id,
        String username,
        @Nullable String reason,
        @Nullable String by,
        Instant bannedAt,
        @Nullable Instant until) {}
