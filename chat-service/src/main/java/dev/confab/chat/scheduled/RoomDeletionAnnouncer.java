package dev.confab.chat.scheduled;

import dev.confab.chat.personal.PersonalEvents;
import dev.confab.chat.room.RoomDeletionListener;
import dev.confab.chat.room.RoomRef;
import dev.confab.common.identity.UserIdentity;
import dev.confab.common.stream.AppendRequest;
import jakarta.enterprise.context.ApplicationScoped;
import java.util.List;

/** Tells authors that what they had scheduled in a room goes with it. */
@ApplicationScoped
class RoomDeletionAnnouncer implements RoomDeletionListener {

    private final ScheduledMessageRepository messages;
    private final PersonalEvents events;

    RoomDeletionAnnouncer(ScheduledMessageRepository messages, PersonalEvents events) {
        this.messages = messages;
        this.events = events;
    }

    @Override
    public List<AppendRequest> onDeletion(RoomRef room, UserIdentity actor) {
        return messages.lockOf(room.id()).stream()
                .map(message -> events.of(
                        message.userId(), actor, ScheduledCancelled.EVENT, null, ScheduledCancelled.of(message)))
                .toList();
    }
}
