package dev.confab.chat.whisper;

import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * What somebody wants to tell some people, unchecked.
 *
 * @param to              usernames, 1 to {@value WhisperService#MAX_PEOPLE}
 * @param clientMessageId 1 to 64 characters, chosen by the client, unique among the author's whispers
 */
public record WhisperRequest(
        @Nullable List<String> to,
        @Nullable String text,
        @Nullable String clientMessageId) {}
