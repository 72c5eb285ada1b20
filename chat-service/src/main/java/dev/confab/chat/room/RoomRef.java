package dev.confab.chat.room;

import java.util.UUID;

/**
 * A room that exists. Room ids, names and visibilities never change, so this can be kept as long as a connection
 * lives; what a user may do there can change (see {@link RoomAccess}).
 *
 * @param id   also the id of the room's event stream
 * @param name in NFC, as stored
 */
public record RoomRef(UUID id, String name, Visibility visibility) {}
