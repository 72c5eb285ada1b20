package dev.confab.chat.protocol;

import dev.confab.chat.room.RoomName;

/** Finds a joined room by the name that a client writes. */
final class RoomNames {

    private RoomNames() {}

    /** The name as rooms have it; unchanged where no room can be called so. */
    static String normal(String written) {
        return RoomName.parse(written).map(RoomName::value).orElse(written);
    }
}
