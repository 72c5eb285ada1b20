package dev.confab.chat.auth;

import io.quarkus.hibernate.orm.panache.PanacheRepositoryBase;
import jakarta.enterprise.context.ApplicationScoped;
import jakarta.persistence.LockModeType;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import java.util.UUID;

/** Stores sign-ins. Every method joins the caller's transaction. */
@ApplicationScoped
class SignInRepository implements PanacheRepositoryBase<SignIn, UUID> {

    Optional<SignIn> findByCookie(String cookieHash) {
        return find("cookieHash", cookieHash).firstResultOptional();
    }

    /** Serialises what happens to one sign-in: the exchange of its tokens and its end. */
    Optional<SignIn> lock(UUID id) {
        return findByIdOptional(id, LockModeType.PESSIMISTIC_WRITE);
    }

    List<UUID> idsOf(UUID accountId) {
        return getEntityManager()
                .createQuery("select id from SignIn where accountId = ?1 order by createdAt desc, id", UUID.class)
                .setParameter(1, accountId)
                .getResultList();
    }

    /** Locks in id order, so that two transactions that end the same sign-ins cannot block each other for ever. */
    List<SignIn> lockAll(List<UUID> ids) {
        return find("id in ?1 order by id", ids)
                .withLock(LockModeType.PESSIMISTIC_WRITE)
                .list();
    }

    /** Moves the end of a used session; a session that ended meanwhile stays ended. */
    void renew(UUID id, Instant now, Instant expiresAt) {
        update("renewedAt = ?1, expiresAt = ?2 where id = ?3 and renewedAt < ?1", now, expiresAt, id);
    }

    /** Deletes some of what expired before that time and says how many rows that were. */
    int deleteExpired(Instant before, int limit) {
        return getEntityManager()
                .createNativeQuery("""
                        DELETE FROM sign_in WHERE id IN (
                            SELECT id FROM sign_in WHERE expires_at < ?1 ORDER BY expires_at LIMIT ?2
                            FOR UPDATE SKIP LOCKED)""")
                .setParameter(1, before)
                .setParameter(2, limit)
                .executeUpdate();
    }
}
