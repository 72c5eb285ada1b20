package dev.confab.chat.message;

import java.util.Optional;
import java.util.UUID;

/** Ids of messages as clients write them. */
final class MessageId {

    private MessageId() {}

    /** Empty for everything that no message's id is written like. */
    static Optional<UUID> parse(String id) {
        try {
            UUID parsed = UUID.fromString(id);
            return parsed.toString().equalsIgnoreCase(id) ? Optional.of(parsed) : Optional.empty();
        } catch (IllegalArgumentException notOurs) {
            return Optional.empty();
        }
    }
}
