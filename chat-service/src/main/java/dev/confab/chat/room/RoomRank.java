package dev.confab.chat.room;

import dev.confab.chat.auth.AccountState;
import dev.confab.common.error.ConfabException;
import dev.confab.common.error.ErrorCode;
import dev.confab.common.identity.UserIdentity;
import org.jspecify.annotations.Nullable;

/** Whom somebody may send away: moderators those below them, owners everybody, and nobody but staff may touch staff. */
final class RoomRank {

    private RoomRank() {}

    /**
     * @param role what the target is; null for no member
     * @throws ConfabException {@code conflict} for oneself, {@code forbidden} for those who stand too high
     */
    static void requireAbove(
            RoomStanding standing, UserIdentity actor, AccountState target, @Nullable MemberRole role) {
        if (target.id().equals(actor.id())) {
            throw new ConfabException(ErrorCode.CONFLICT, "Nobody can do this to themselves; leave the room instead.");
        }
        if (standing.staff()) {
            return;
        }
        if (target.identity().isStaff()) {
            throw new ConfabException(ErrorCode.FORBIDDEN, "Staff cannot be sent away.");
        }
        boolean above = standing.role() == MemberRole.OWNER
                || standing.role().isAbove(role == null ? MemberRole.READ_ONLY : role);
        if (!above) {
            throw new ConfabException(
                    ErrorCode.FORBIDDEN, "Only owners of the room and staff may do this to moderators.");
        }
    }
}
