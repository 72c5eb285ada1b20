package dev.confab.chat.message;

import java.util.List;
import java.util.UUID;
import org.jspecify.annotations.Nullable;

/**
 * A message that keeps all rules and is not sent yet; {@code replyTo} and {@code threadId} are the ids of messages that
 * may not exist.
 */
record Draft(
        String clientMessageId,
        String text,
        @Nullable UUID replyTo,
        @Nullable UUID threadId,
        List<UUID> attachments) {}
