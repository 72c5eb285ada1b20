package dev.confab.chat.draft;

import com.fasterxml.jackson.annotation.JsonInclude;
import java.time.Instant;
import java.util.UUID;
import org.jspecify.annotations.Nullable;

/**
 * A text that somebody has begun to write: in lists, and the payload of {@code draft.changed}.
 *
 * @param threadId the message at the root of the thread; null for the room itself
 * @param text     empty in the event that says that there is no draft any more
 */
@JsonInclude(JsonInclude.Include.NON_NULL)
record SavedDraft(String room, UUID roomId, @Nullable UUID threadId, String text, Instant updatedAt) {}
