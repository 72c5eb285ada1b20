package dev.confab.chat.account;

import io.quarkus.hibernate.orm.panache.PanacheRepositoryBase;
import jakarta.enterprise.context.ApplicationScoped;
import jakarta.persistence.LockModeType;
import java.util.List;
import java.util.Optional;
import java.util.UUID;
import org.hibernate.LockMode;

/** Stores accounts. Every method joins the caller's transaction. */
@ApplicationScoped
class AccountRepository implements PanacheRepositoryBase<Account, UUID> {
    static final String USERNAME_CONSTRAINT = "account_username_unique";
    static final String EMAIL_CONSTRAINT = "account_email_unique";

    Optional<Account> findByName(Username name) {
        return find("usernameKey", name.key()).firstResultOptional();
    }

    /** Keeps changes and deletion away until the transaction is over. */
    Optional<Account> hold(Username name) {
        return find("usernameKey", name.key())
                .withLock(LockModeType.PESSIMISTIC_READ)
                .firstResultOptional();
    }

    /** Keeps what ends sign-ins away until the transaction is over, but not other sign-ins. */
    Optional<Account> lockToSignIn(UUID id) {
        return findByIdOptional(id, LockModeType.PESSIMISTIC_READ);
    }

    /** Lets one transaction at a time change the account. */
    Optional<Account> lockToChange(Username name) {
        return find("usernameKey", name.key())
                .withLock(LockModeType.PESSIMISTIC_WRITE)
                .firstResultOptional();
    }

    Optional<Account> lockToChange(UUID id) {
        return findByIdOptional(id, LockModeType.PESSIMISTIC_WRITE);
    }

    /** All who are staff and not banned, locked in id order: whoever takes one of them away sees the others. */
    List<Account> lockActiveStaff() {
        return find("staff = true and bannedAt is null order by id")
                .withLock(LockModeType.PESSIMISTIC_WRITE)
                .list();
    }

    /** Some accounts whose state was never published, locked; those that somebody else holds are left out. */
    List<Account> lockUnpublished(int limit) {
        return getSession()
                .createSelectionQuery("from Account where stateVersion = 0 order by id", Account.class)
                .setHibernateLockMode(LockMode.UPGRADE_SKIPLOCKED)
                .setMaxResults(limit)
                .getResultList();
    }

    /** The next accounts in the order of their keys, whose name or address begins so. */
    List<Account> page(String nameBeginsWith, String emailBeginsWith, String afterKey, int limit) {
        return find(
                        "usernameKey > ?1 and (usernameKey like ?2 escape '!' or emailKey like ?3 escape '!')"
                                + " order by usernameKey",
                        afterKey,
                        beginsWith(nameBeginsWith),
                        beginsWith(emailBeginsWith))
                .page(0, limit)
                .list();
    }

    /** The first accounts whose names begin so and that are not banned, in the order of their keys. */
    List<Account> called(String beginsWith, int limit) {
        return find("usernameKey like ?1 escape '!' and bannedAt is null order by usernameKey", beginsWith(beginsWith))
                .page(0, limit)
                .list();
    }

    private static String beginsWith(String text) {
        return text.replace("!", "!!").replace("%", "!%").replace("_", "!_") + "%";
    }
}
