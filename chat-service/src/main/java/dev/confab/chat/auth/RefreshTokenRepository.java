package dev.confab.chat.auth;

import io.quarkus.hibernate.orm.panache.PanacheRepositoryBase;
import jakarta.enterprise.context.ApplicationScoped;
import java.time.Instant;
import java.util.Optional;

/** Stores the hashes of refresh tokens. Every method joins the caller's transaction. */
@ApplicationScoped
class RefreshTokenRepository implements PanacheRepositoryBase<RefreshToken, String> {

    /** Reads past what this transaction has in memory: call it after locking the sign-in. */
    Optional<RefreshToken> findFresh(String tokenHash) {
        Optional<RefreshToken> found = findByIdOptional(tokenHash);
        found.ifPresent(getEntityManager()::refresh);
        return found;
    }

    /** Deletes some of what expired before that time and says how many rows that were. */
    int deleteExpired(Instant before, int limit) {
        return getEntityManager()
                .createNativeQuery("""
                        DELETE FROM refresh_token WHERE token_hash IN (
                            SELECT token_hash FROM refresh_token WHERE expires_at < ?1 ORDER BY expires_at LIMIT ?2
                            FOR UPDATE SKIP LOCKED)""")
                .setParameter(1, before)
                .setParameter(2, limit)
                .executeUpdate();
    }
}
