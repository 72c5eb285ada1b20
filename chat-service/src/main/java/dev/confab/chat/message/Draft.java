package dev.confab.chat.message;

import java.util.List;
import java.util.UUID;
import org.jspecify.annotations.Nullable;

/** A message that keeps all rules and is not sent yet; {@code replyTo} is the id of a message that may not exist. */
record Draft(String clientMessageId, String text, @Nullable UUID replyTo, List<UUID> attachments) {}
