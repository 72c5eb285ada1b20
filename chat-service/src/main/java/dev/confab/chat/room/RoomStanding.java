package dev.confab.chat.room;

import dev.confab.common.error.ConfabException;
import dev.confab.common.error.ErrorCode;
import org.jspecify.annotations.Nullable;

/**
 * A room and what one user, who may know of it, is in it.
 *
 * @param membership the role that somebody gave the user; null for those who are no members
 * @param role       what the user may do: the membership's role, else the room's default one
 * @param staff      whether the user is staff, who may do everything but post in closed rooms
 * @param closed     whether nobody may post
 * @param banned     whether the user may not come in
 */
public record RoomStanding(
        RoomRef room, @Nullable MemberRole membership, MemberRole role, boolean staff, boolean closed, boolean banned) {

    /** Whether the user may use the room in that way now. */
    public boolean allows(AccessMode mode) {
        return objection(mode) == null;
    }

    /**
     * Refuses what the user may not do now.
     *
     * @throws ConfabException {@code banned_from_room}, {@code room_closed} or {@code forbidden}
     */
    public void require(AccessMode mode) {
        ConfabException objection = objection(mode);
        if (objection != null) {
            throw objection;
        }
    }

    private @Nullable ConfabException objection(AccessMode mode) {
        if (banned && !staff) {
            return new ConfabException(ErrorCode.BANNED_FROM_ROOM, "You are banned from this room.");
        }
        return switch (mode) {
            case READ, JOIN -> null;
            case POST ->
                closed
                        ? new ConfabException(ErrorCode.ROOM_CLOSED, "This room is closed.")
                        : unless(MemberRole.MEMBER, "You may only read in this room.");
            case MODERATE ->
                unless(MemberRole.MODERATOR, "Only moderators and owners of the room and staff may do this.");
            case MANAGE -> unless(MemberRole.OWNER, "Only owners of the room and staff may do this.");
        };
    }

    private @Nullable ConfabException unless(MemberRole least, String detail) {
        return staff || role.isAtLeast(least) ? null : new ConfabException(ErrorCode.FORBIDDEN, detail);
    }
}
