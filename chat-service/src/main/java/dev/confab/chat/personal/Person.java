package dev.confab.chat.personal;

import dev.confab.common.identity.UserIdentity;
import java.util.UUID;

/** A user as events and answers name one. */
public record Person(UUID id, String username) {

    public static Person of(UserIdentity user) {
        return new Person(user.id(), user.username());
    }
}
