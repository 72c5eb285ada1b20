package dev.confab.chat.room;

import jakarta.persistence.Column;
import jakarta.persistence.Entity;
import jakarta.persistence.Id;
import jakarta.persistence.IdClass;
import jakarta.persistence.Table;
import java.time.Instant;
import java.util.UUID;
import org.jspecify.annotations.Nullable;

/** That somebody may not come into a room. */
@Entity
@Table(name = "room_ban")
@IdClass(RoomBan.Key.class)
class RoomBan {

    @Id
    @Column(name = "room_id")
    private UUID roomId;

    @Id
    @Column(name = "user_id")
    private UUID userId;

    /** Null when that account is gone. */
    @Column(name = "banned_by")
    private @Nullable UUID bannedBy;

    @Column(name = "reason")
    private @Nullable String reason;

    @Column(name = "banned_at")
    private Instant bannedAt;

    /** Null: until it is lifted. */
    @Column(name = "ends_at")
    private @Nullable Instant endsAt;

    /** For Hibernate, which fills every field. */
    protected RoomBan() {}

    RoomBan(UUID roomId, UUID userId) {
        this.roomId = roomId;
        this.userId = userId;
    }

    /** As of now, instead of what it was before. */
    void set(UUID by, @Nullable String why, @Nullable Instant end, Instant now) {
        bannedBy = by;
        reason = why;
        endsAt = end;
        bannedAt = now;
    }

    /** Why, in the words of who banned. */
    @Nullable
    String reason() {
        return reason;
    }

    boolean holdsAt(Instant time) {
        return endsAt == null || endsAt.isAfter(time);
    }

    /** What identifies a ban. */
    record Key(UUID roomId, UUID userId) {}
}
