package dev.confab.chat.account;

import jakarta.persistence.Column;
import jakarta.persistence.Embeddable;
import jakarta.persistence.EmbeddedId;
import jakarta.persistence.Entity;
import jakarta.persistence.Table;
import java.time.Instant;
import java.util.UUID;

/** Who an account is for a foreign issuer of tokens. */
@Entity
@Table(name = "external_identity")
class ExternalIdentity {
    @EmbeddedId
    Key key;

    @Column(name = "account_id")
    UUID accountId;

    @Column(name = "created_at")
    Instant createdAt;

    /** What identifies somebody for ever: names and addresses can change, or pass to another. */
    @Embeddable
    record Key(String issuer, String subject) {}
}
