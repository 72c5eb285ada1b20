package dev.confab.chat.marker;

import dev.confab.chat.room.RoomRef;
import dev.confab.common.identity.UserIdentity;

/** Somebody has read a room up to an event. */
record ReadAdvance(RoomRef room, UserIdentity user, long seq) {

    ReadAdvance upTo(long top) {
        return seq <= top ? this : new ReadAdvance(room, user, top);
    }
}
