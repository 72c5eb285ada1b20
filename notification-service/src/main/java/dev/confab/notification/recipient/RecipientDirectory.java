package dev.confab.notification.recipient;

import dev.confab.common.account.AccountState;
import java.util.Optional;
import java.util.UUID;

/** The accounts as chat-service described them last (topic {@code confab.accounts}), which may be a moment ago. */
public interface RecipientDirectory {

    /** The account; empty where nothing was heard of it yet. One that was deleted is found as banned. Blocks. */
    Optional<AccountState> find(UUID userId);
}
