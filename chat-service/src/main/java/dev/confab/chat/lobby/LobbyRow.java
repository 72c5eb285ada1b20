package dev.confab.chat.lobby;

import dev.confab.chat.room.MemberRole;
import dev.confab.chat.room.RoomKind;
import dev.confab.chat.room.Visibility;
import jakarta.persistence.Tuple;
import java.time.Instant;
import java.util.UUID;
import org.jspecify.annotations.Nullable;

/**
 * What the database knows of a room for one user.
 *
 * @param closedReason why nobody may post; null where people may, and where that is forgotten
 * @param activeAt     the place in the list, see {@code RoomActivity}
 * @param lastEventAt  when something last happened there
 * @param membership   what the user is there; null for no member
 * @param people       who is in a conversation, as JSON; null for other rooms
 * @param unread       messages of others behind the user's read marker, counted up to a limit
 * @param lastAuthor   of the newest message; null when there is none
 * @param lastText     text of the newest message; null when there is none
 * @param lastSaidAt   time of the newest message; null when there is none
 */
record LobbyRow(
        UUID id,
        String name,
        Visibility visibility,
        RoomKind kind,
        @Nullable String topic,
        MemberRole defaultRole,
        int slowModeSeconds,
        @Nullable Integer retentionDays,
        @Nullable Instant closedAt,
        @Nullable String closedReason,
        Instant createdAt,
        Instant activeAt,
        Instant lastEventAt,
        long lastSeq,
        @Nullable MemberRole membership,
        @Nullable String people,
        int unread,
        @Nullable String lastAuthor,
        @Nullable String lastText,
        @Nullable Instant lastSaidAt) {

    static LobbyRow of(Tuple row) {
        return new LobbyRow(
                row.get("id", UUID.class),
                row.get("name", String.class),
                Visibility.valueOf(row.get("visibility", String.class)),
                RoomKind.valueOf(row.get("kind", String.class)),
                row.get("topic", String.class),
                MemberRole.valueOf(row.get("default_role", String.class)),
                row.get("slow_mode_seconds", Integer.class),
                row.get("retention_days", Integer.class),
                row.get("closed_at", Instant.class),
                row.get("closed_reason", String.class),
                row.get("created_at", Instant.class),
                row.get("active_at", Instant.class),
                row.get("last_at", Instant.class),
                row.get("last_seq", Long.class),
                role(row.get("my_role", String.class)),
                row.get("people", String.class),
                row.get("unread", Integer.class),
                row.get("actor_name", String.class),
                row.get("text", String.class),
                row.get("said_at", Instant.class));
    }

    private static @Nullable MemberRole role(@Nullable String name) {
        return name == null ? null : MemberRole.valueOf(name);
    }

    LobbyCursor cursor() {
        return new LobbyCursor(activeAt, id);
    }
}
