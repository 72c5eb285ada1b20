package dev.confab.chat.room;

import dev.confab.chat.auth.UserIdentity;

/**
 * The one place that decides who may do what in which room.
 *
 * <ul>
 *   <li>Public rooms: everyone reads, joins and posts; only staff manages.
 *   <li>Private rooms: members read, join and post; owners manage. To everybody else the room does not exist.
 *   <li>Staff may do everything everywhere.
 * </ul>
 *
 * Methods block (database): call them on a virtual thread.
 */
public interface RoomAccess {

    /**
     * The room, if that user may use it in that way now.
     *
     * @param roomName as the user wrote it; any Unicode normal form
     * @throws dev.confab.common.error.ConfabException {@code room_not_found} when there is no such room or the user
     *     may not know of it; {@code forbidden} when the user sees the room but may not do this
     */
    RoomRef require(String roomName, UserIdentity user, AccessMode mode);

    /**
     * Like {@link #require} with {@link AccessMode#JOIN}, but a room that does not exist is created as a public one
     * by a user with an account. Any number of callers at the same time get the same room.
     *
     * @throws dev.confab.common.error.ConfabException {@code invalid_request} when the name cannot be a room's;
     *     {@code room_not_found} as above, also for guests when there is no such room
     */
    RoomRef requireOrCreate(String roomName, UserIdentity user);
}
