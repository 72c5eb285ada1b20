package dev.confab.chat.account;

import dev.confab.common.identity.UserIdentity;
import java.util.UUID;

/**
 * An account is about to be deleted. Fired as a CDI event inside the transaction that deletes it, which holds the lock
 * on its row, so that features take leave of it in order; what refers to it is deleted with it afterwards.
 *
 * @param by who deletes it
 */
public record AccountLeaving(UUID userId, String username, UserIdentity by) {}
