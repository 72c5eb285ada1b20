package dev.confab.chat.account;

import dev.confab.common.identity.Role;
import java.time.Instant;
import java.util.List;
import java.util.UUID;
import org.eclipse.microprofile.openapi.annotations.media.Schema;
import org.jspecify.annotations.Nullable;

/** An account as staff see it. */
@Schema(name = "Account")
record AccountView(
        UUID id,
        String username,
        @Nullable String email,
        List<String> roles,
        boolean banned,
        @Nullable String banReason,
        Instant createdAt) {
    static AccountView of(Account account) {
        return new AccountView(
                account.id,
                account.username,
                account.email,
                Role.wireNames(account.roles()),
                account.bannedAt != null,
                account.banReason,
                account.createdAt);
    }
}
