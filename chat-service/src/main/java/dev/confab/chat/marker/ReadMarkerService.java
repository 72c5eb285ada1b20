package dev.confab.chat.marker;

import dev.confab.chat.auth.UserIdentity;
import dev.confab.chat.room.RoomRef;

/** Moves read markers. */
public interface ReadMarkerService {

    /**
     * Moves the user's marker in that room forward to {@code seq}, at most to the top of the room's stream, and
     * tells all devices of the user by a personal event {@code room.read}, in one transaction. A marker never goes
     * back: an older {@code seq} changes nothing and sends nothing. Blocks; call it on a virtual thread.
     *
     * @throws dev.confab.common.error.ConfabException {@code invalid_request} when {@code seq} is negative,
     *     {@code forbidden} for guests
     */
    void advance(RoomRef room, UserIdentity user, long seq);
}
