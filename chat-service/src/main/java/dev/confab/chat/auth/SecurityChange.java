package dev.confab.chat.auth;

import dev.confab.common.error.ErrorCode;
import java.util.Set;
import java.util.UUID;

/**
 * Sign-ins of an account have ended. Fired as a CDI event inside the transaction that ends them.
 *
 * @param endedSignIns empty means all
 * @param reason       what their clients are told
 */
record SecurityChange(UUID accountId, Set<UUID> endedSignIns, ErrorCode reason) {
    SecurityChange {
        endedSignIns = Set.copyOf(endedSignIns);
    }
}
