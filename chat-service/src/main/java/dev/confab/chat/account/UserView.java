package dev.confab.chat.account;

import dev.confab.common.identity.Role;
import java.time.Instant;
import java.util.List;
import java.util.UUID;
import org.eclipse.microprofile.openapi.annotations.media.Schema;
import org.jspecify.annotations.Nullable;

/** An account as its owner sees it. */
@Schema(name = "User")
record UserView(UUID id, String username, @Nullable String email, List<String> roles, Instant createdAt) {
    static UserView of(Account account) {
        return new UserView(
                account.id, account.username, account.email, Role.wireNames(account.roles()), account.createdAt);
    }
}
