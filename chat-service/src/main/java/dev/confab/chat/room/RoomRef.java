package dev.confab.chat.room;

import java.util.UUID;

/**
 * A room that exists. Ids, names and kinds of rooms never change, so this can be kept as long as a connection lives; what
 * a user may do there can change (see {@link RoomAccess}), and so can the visibility, which is as of when it was looked up.
 *
 * @param id   also the id of the room's event stream
 * @param name in NFC, as stored
 */
public record RoomRef(UUID id, String name, Visibility visibility, RoomKind kind) {}
