package dev.confab.chat.auth;

import jakarta.persistence.Column;
import jakarta.persistence.Entity;
import jakarta.persistence.Id;
import jakarta.persistence.Table;
import java.time.Instant;

/** A generated key as all nodes share it. */
@Entity
@Table(name = "signing_key")
class StoredSigningKey {
    @Id
    String kid;

    @Column(name = "private_key")
    String privateKey;

    @Column(name = "created_at")
    Instant createdAt;

    @Column(name = "active_from")
    Instant activeFrom;
}
