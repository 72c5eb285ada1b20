package dev.confab.chat.auth;

import dev.confab.common.identity.UserIdentity;
import java.util.UUID;

/**
 * What authentication needs to know of an account.
 *
 * @param identity      name and roles
 * @param banned        whether it may not be used
 * @param securityStamp grows with every change that ends sign-ins
 */
public record AccountState(UserIdentity identity, boolean banned, long securityStamp) {

    public UUID id() {
        return identity.id();
    }
}
