package dev.confab.cli.room;

import dev.confab.cli.console.Table;
import dev.confab.client.rest.Room;

/** Rooms as a table. */
final class RoomTable {
    private RoomTable() {}

    static Table<Room> create() {
        return new Table<Room>()
                .column("NAME", Room::name)
                .column("VISIBILITY", Room::visibility)
                .column("ONLINE", Room::online)
                .column("UNREAD", Room::unread)
                .column("EVENTS", Room::lastSeq)
                .column("LAST ACTIVITY", Room::lastActivityAt);
    }
}
