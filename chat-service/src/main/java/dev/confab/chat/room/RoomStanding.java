package dev.confab.chat.room;

import java.util.UUID;
import org.jspecify.annotations.Nullable;

/**
 * A room and what one user is in it.
 *
 * @param role the user's role as a member; null for those who are none, so always in public rooms
 */
record RoomStanding(
        UUID id,
        String name,
        Visibility visibility,
        @Nullable MemberRole role) {

    RoomRef ref() {
        return new RoomRef(id, name, visibility);
    }
}
