package dev.confab.chat.account;

import dev.confab.chat.auth.AccountState;
import dev.confab.common.identity.Role;
import dev.confab.common.identity.UserIdentity;
import jakarta.persistence.Column;
import jakarta.persistence.Entity;
import jakarta.persistence.Id;
import jakarta.persistence.Table;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.EnumSet;
import java.util.Set;
import java.util.UUID;
import org.jspecify.annotations.Nullable;

/** Somebody who can sign in. */
@Entity
@Table(name = "account")
class Account {
    @Id
    UUID id;

    String username;

    @Column(name = "username_key")
    String usernameKey;

    @Nullable
    String email;

    @Column(name = "email_key")
    @Nullable
    String emailKey;

    @Column(name = "password_hash")
    @Nullable
    String passwordHash;

    boolean staff;

    @Column(name = "banned_at")
    @Nullable
    Instant bannedAt;

    @Column(name = "ban_reason")
    @Nullable
    String banReason;

    @Column(name = "security_stamp")
    long securityStamp;

    @Column(name = "created_at")
    Instant createdAt;

    /** Sign-ins from before have ended. */
    @Column(name = "valid_after")
    @Nullable
    Instant validAfter;

    /** See {@link AccountPublisher}. */
    @Column(name = "state_version")
    long stateVersion;

    /** No sign-in from before {@code now} is good any more, except one that is given the new stamp. */
    void endSignIns(Instant now) {
        securityStamp++;
        validAfter = now.truncatedTo(ChronoUnit.MILLIS);
    }

    Set<Role> roles() {
        return staff ? EnumSet.allOf(Role.class) : EnumSet.of(Role.USER);
    }

    AccountState state() {
        return new AccountState(new UserIdentity(id, username, roles()), bannedAt != null, securityStamp);
    }
}
