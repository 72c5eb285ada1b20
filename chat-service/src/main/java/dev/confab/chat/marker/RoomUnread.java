package dev.confab.chat.marker;

import java.util.UUID;

/**
 * What one user has not read of a room.
 *
 * @param seq      the read marker; 0 where nothing is read
 * @param upTo     the top of the room's stream when it was counted: what comes after it is not in these numbers
 * @param unread   messages of others between the two, neither deleted nor said in threads; 100 means 100 or more
 * @param mentions those of them that name the user or the whole room, among the newest 1,000 events
 * @param muted    whether the user wants no notifications of what happens there
 */
record RoomUnread(String room, UUID roomId, long seq, long upTo, int unread, int mentions, boolean muted) {}
