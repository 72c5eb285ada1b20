package dev.confab.chat.auth;

import jakarta.persistence.Column;
import jakarta.persistence.Entity;
import jakarta.persistence.Id;
import jakarta.persistence.Table;
import java.time.Instant;
import java.util.UUID;

/** One login: a browser session and a family of refresh tokens, which end together. */
@Entity
@Table(name = "sign_in")
class SignIn {
    @Id
    UUID id;

    @Column(name = "account_id")
    UUID accountId;

    @Column(name = "cookie_hash")
    String cookieHash;

    @Column(name = "security_stamp")
    long securityStamp;

    @Column(name = "created_at")
    Instant createdAt;

    @Column(name = "renewed_at")
    Instant renewedAt;

    @Column(name = "expires_at")
    Instant expiresAt;
}
