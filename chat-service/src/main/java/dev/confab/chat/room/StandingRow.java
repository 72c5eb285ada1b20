package dev.confab.chat.room;

import dev.confab.common.identity.UserIdentity;
import java.time.Instant;
import java.util.UUID;
import org.jspecify.annotations.Nullable;

/** What the database knows of a room and one user in it. */
record StandingRow(
        UUID id,
        String name,
        Visibility visibility,
        RoomKind kind,
        MemberRole defaultRole,
        @Nullable Instant closedAt,
        @Nullable MemberRole membership,
        boolean banned) {

    /** Whether that user, whose row this is, may know of the room. */
    boolean visibleTo(UserIdentity user) {
        return visibility == Visibility.PUBLIC || membership != null || user.isStaff();
    }

    RoomStanding of(UserIdentity user) {
        return new RoomStanding(
                new RoomRef(id, name, visibility, kind),
                membership,
                membership == null ? defaultRole : membership,
                user.isStaff(),
                closedAt != null,
                banned);
    }
}
