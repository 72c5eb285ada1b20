package dev.confab.chat.room;

import dev.confab.common.identity.UserIdentity;
import dev.confab.common.stream.AppendRequest;
import java.util.List;

/** Something that goes with a room and has somebody to tell. */
public interface RoomDeletionListener {

    /**
     * Says who is to be told what; the events become part of the deletion. Called in its transaction, while the room's rows
     * are still there.
     */
    List<AppendRequest> onDeletion(RoomRef room, UserIdentity actor);
}
