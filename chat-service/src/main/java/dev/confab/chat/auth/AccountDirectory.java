package dev.confab.chat.auth;

import java.util.Optional;
import java.util.UUID;

/** Where authentication finds accounts. Every method blocks and reads the database in its own transaction. */
public interface AccountDirectory {

    /** The present state of an account. */
    Optional<AccountState> find(UUID accountId);

    /** The present state of the account with that name, in any case and normal form. */
    Optional<AccountState> findByName(String username);

    /**
     * Like {@link #findByName}, in the caller's transaction, until whose end the account is neither changed nor deleted.
     * Take it before any room.
     */
    Optional<AccountState> holdByName(String username);

    /**
     * The account of somebody whom a trusted foreign issuer vouches for. At first sight the account is created;
     * many nodes may do so at once and agree. Roles follow the token.
     */
    AccountState provision(ForeignIdentity foreign);
}
