package dev.confab.chat.auth;

import io.quarkus.hibernate.orm.panache.PanacheRepositoryBase;
import jakarta.enterprise.context.ApplicationScoped;
import java.util.List;

/** Stores the generated keys. Every method joins the caller's transaction. */
@ApplicationScoped
class SigningKeyRepository implements PanacheRepositoryBase<StoredSigningKey, String> {
    /** Chosen once; taken by whoever changes the keys. */
    private static final long LOCK = 0x636f6e6661626b79L;

    List<StoredSigningKey> oldestFirst() {
        return list("order by activeFrom, kid");
    }

    /** Lets one node at a time change the keys; held to the end of the transaction. */
    void lockAll() {
        getEntityManager()
                .createNativeQuery("SELECT 1 FROM (SELECT pg_advisory_xact_lock(?1)) taken", Integer.class)
                .setParameter(1, LOCK)
                .getSingleResult();
    }
}
