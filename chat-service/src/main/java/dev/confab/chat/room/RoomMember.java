package dev.confab.chat.room;

import jakarta.persistence.Column;
import jakarta.persistence.Entity;
import jakarta.persistence.EnumType;
import jakarta.persistence.Enumerated;
import jakarta.persistence.Id;
import jakarta.persistence.IdClass;
import jakarta.persistence.Table;
import java.time.Instant;
import java.util.UUID;

/** What somebody is in a room. */
@Entity
@Table(name = "room_member")
@IdClass(RoomMember.Key.class)
class RoomMember {

    @Id
    @Column(name = "room_id")
    private UUID roomId;

    @Id
    @Column(name = "user_id")
    private UUID userId;

    @Enumerated(EnumType.STRING)
    private MemberRole role;

    @Column(name = "added_at")
    private Instant addedAt;

    /** For Hibernate, which fills every field. */
    protected RoomMember() {}

    RoomMember(UUID roomId, UUID userId, MemberRole role, Instant addedAt) {
        this.roomId = roomId;
        this.userId = userId;
        this.role = role;
        this.addedAt = addedAt;
    }

    UUID roomId() {
        return roomId;
    }

    UUID userId() {
        return userId;
    }

    MemberRole role() {
        return role;
    }

    void changeRole(MemberRole newRole) {
        role = newRole;
    }

    /** What identifies a membership. */
    record Key(UUID roomId, UUID userId) {}
}
