package dev.confab.chat.lobby;

import dev.confab.chat.room.Visibility;
import jakarta.persistence.Tuple;
import java.time.Instant;
import java.util.UUID;
import org.jspecify.annotations.Nullable;

/**
 * What the database knows of a room for one user.
 *
 * @param activeAt     the place in the list, see {@code RoomActivity}
 * @param lastEventAt  when something last happened there
 * @param unread       messages of others behind the user's read marker, counted up to a limit
 * @param lastAuthor   of the newest message; null when there is none
 * @param lastData     payload of the newest message; null when there is none
 * @param lastSaidAt   time of the newest message; null when there is none
 */
record LobbyRow(
        UUID id,
        String name,
        Visibility visibility,
        Instant createdAt,
        Instant activeAt,
        Instant lastEventAt,
        long lastSeq,
        boolean member,
        int unread,
        @Nullable String lastAuthor,
        @Nullable String lastData,
        @Nullable Instant lastSaidAt) {

    static LobbyRow of(Tuple row) {
        return new LobbyRow(
                row.get("id", UUID.class),
                row.get("name", String.class),
                Visibility.valueOf(row.get("visibility", String.class)),
                row.get("created_at", Instant.class),
                row.get("active_at", Instant.class),
                row.get("last_at", Instant.class),
                row.get("last_seq", Long.class),
                row.get("member", Boolean.class),
                row.get("unread", Integer.class),
                row.get("actor_name", String.class),
                row.get("data", String.class),
                row.get("said_at", Instant.class));
    }

    LobbyCursor cursor() {
        return new LobbyCursor(activeAt, id);
    }
}
