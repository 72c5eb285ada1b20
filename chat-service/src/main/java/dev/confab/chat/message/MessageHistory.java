package dev.confab.chat.message;

import dev.confab.chat.room.RoomRef;
import dev.confab.common.stream.StreamEvent;
import jakarta.enterprise.context.ApplicationScoped;
import java.util.List;
import java.util.UUID;

/** Reads back what was said in a room. Methods block: call them on a virtual thread. */
@ApplicationScoped
public class MessageHistory {

    private final MessageRepository messages;
    private final MessageCodec codec;

    MessageHistory(MessageRepository messages, MessageCodec codec) {
        this.messages = messages;
        this.codec = codec;
    }

    /** The newest messages with a seq below {@code before}. */
    public HistoryPage before(RoomRef room, long before, int limit) {
        List<StreamEvent> found = messages.newest(room.id(), before, limit + 1);
        boolean more = found.size() > limit;
        return page(room, more ? found.subList(1, found.size()) : found, more);
    }

    /** The oldest messages with a seq above {@code after}. */
    public HistoryPage after(RoomRef room, long after, int limit) {
        List<StreamEvent> found = messages.oldest(room.id(), after, limit + 1);
        boolean more = found.size() > limit;
        return page(room, more ? found.subList(0, limit) : found, more);
    }

    private HistoryPage page(RoomRef room, List<StreamEvent> events, boolean more) {
        String epoch =
                events.isEmpty() ? messages.epoch(room.id()) : events.getLast().epoch();
        return new HistoryPage(epoch, events.stream().map(this::item).toList(), more);
    }

    private HistoryPage.Item item(StreamEvent event) {
        UUID author = event.actorId();
        String name = event.actorName();
        if (author == null || name == null) {
            throw new IllegalStateException("message without an author: " + event.eventId());
        }
        MessageContent content = codec.decode(event.data());
        return new HistoryPage.Item(
                event.seq(),
                event.eventId(),
                event.time(),
                new HistoryPage.Author(author, name),
                content.text(),
                content.mentions(),
                content.replyTo(),
                event.clientId());
    }
}
