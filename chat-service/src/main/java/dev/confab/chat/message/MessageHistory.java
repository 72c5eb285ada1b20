package dev.confab.chat.message;

import dev.confab.chat.room.RoomRef;
import dev.confab.common.stream.StreamEvent;
import dev.confab.common.stream.StreamPosition;
import jakarta.enterprise.context.ApplicationScoped;
import java.util.List;
import java.util.UUID;

/** Reads back what was said in a room. Methods block: call them on a virtual thread. */
@ApplicationScoped
public class MessageHistory {

    private final MessageRepository messages;
    private final MessageItems items;

    MessageHistory(MessageRepository messages, MessageItems items) {
        this.messages = messages;
        this.items = items;
    }

    /** The newest messages with a seq below {@code before}, as they are now for the viewer. */
    public HistoryPage before(RoomRef room, UUID viewer, long before, int limit) {
        StreamPosition top = messages.top(room.id());
        List<StreamEvent> found = messages.newest(room.id(), before, limit + 1);
        boolean more = found.size() > limit;
        return page(top, viewer, more ? found.subList(1, found.size()) : found, more);
    }

    /** The oldest messages with a seq above {@code after}, as they are now for the viewer. */
    public HistoryPage after(RoomRef room, UUID viewer, long after, int limit) {
        StreamPosition top = messages.top(room.id());
        List<StreamEvent> found = messages.oldest(room.id(), after, limit + 1);
        boolean more = found.size() > limit;
        return page(top, viewer, more ? found.subList(0, limit) : found, more);
    }

    /** @param top as it was before the events were read */
    private HistoryPage page(StreamPosition top, UUID viewer, List<StreamEvent> events, boolean more) {
        return new HistoryPage(
                events.isEmpty() ? top.epoch() : events.getLast().epoch(),
                top.seq(),
                items.of(events.stream().map(StoredMessage::of).toList(), viewer),
                more);
    }
}
