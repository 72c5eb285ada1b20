package dev.confab.chat.message;

import dev.confab.chat.attachment.AttachmentService;
import dev.confab.chat.attachment.AttachmentView;
import dev.confab.chat.room.RoomRef;
import dev.confab.common.stream.StreamEvent;
import jakarta.enterprise.context.ApplicationScoped;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.UUID;

/** Reads back what was said in a room. Methods block: call them on a virtual thread. */
@ApplicationScoped
public class MessageHistory {

    private final MessageRepository messages;
    private final AttachmentService attachments;
    private final MessageCodec codec;

    MessageHistory(MessageRepository messages, AttachmentService attachments, MessageCodec codec) {
        this.messages = messages;
        this.attachments = attachments;
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
        Map<UUID, MessageContent> contents = new HashMap<>();
        events.forEach(event -> contents.put(event.eventId(), codec.decode(event.data())));
        // Images change after they were posted; pages without files need no query for that.
        Map<UUID, List<AttachmentView>> files = attachments.ofMessages(
                room,
                events.stream()
                        .map(StreamEvent::eventId)
                        .filter(id -> !contents.get(id).attachments().isEmpty())
                        .toList());
        return new HistoryPage(
                epoch,
                events.stream()
                        .map(event -> item(
                                event, contents.get(event.eventId()), files.getOrDefault(event.eventId(), List.of())))
                        .toList(),
                more);
    }

    private static HistoryPage.Item item(StreamEvent event, MessageContent content, List<AttachmentView> files) {
        UUID author = event.actorId();
        String name = event.actorName();
        if (author == null || name == null) {
            throw new IllegalStateException("message without an author: " + event.eventId());
        }
        return new HistoryPage.Item(
                event.seq(),
                event.eventId(),
                event.time(),
                new HistoryPage.Author(author, name),
                content.text(),
                content.mentions(),
                content.replyTo(),
                event.clientId(),
                files);
    }
}
