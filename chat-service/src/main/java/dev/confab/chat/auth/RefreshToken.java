package dev.confab.chat.auth;

import jakarta.persistence.Column;
import jakarta.persistence.Entity;
import jakarta.persistence.Id;
import jakarta.persistence.Table;
import java.time.Instant;
import java.util.UUID;
import org.jspecify.annotations.Nullable;

/** A link of a sign-in's chain of refresh tokens. */
@Entity
@Table(name = "refresh_token")
class RefreshToken {
    @Id
    @Column(name = "token_hash")
    String tokenHash;

    @Column(name = "sign_in_id")
    UUID signInId;

    @Column(name = "created_at")
    Instant createdAt;

    @Column(name = "expires_at")
    Instant expiresAt;

    /** When it was exchanged for its successor; null while it is the newest. */
    @Column(name = "rotated_at")
    @Nullable
    Instant rotatedAt;

    /** The hash of the token that it was exchanged for. */
    @Nullable
    String successor;
}
