package dev.confab.chat.account;

import io.quarkus.hibernate.orm.panache.PanacheRepositoryBase;
import jakarta.enterprise.context.ApplicationScoped;
import java.util.UUID;

/** Stores which account belongs to a foreign identity. Every method joins the caller's transaction. */
@ApplicationScoped
class ExternalIdentityRepository implements PanacheRepositoryBase<ExternalIdentity, ExternalIdentity.Key> {

    boolean isLinked(UUID accountId) {
        return count("accountId", accountId) > 0;
    }
}
