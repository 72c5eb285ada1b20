package dev.confab.chat.message;

import dev.confab.chat.attachment.AttachmentService;
import dev.confab.chat.attachment.AttachmentView;
import dev.confab.chat.message.MessageContent.ReplyTo;
import dev.confab.chat.message.MessageContent.ThreadPlace;
import dev.confab.chat.message.MessageOverlayRepository.Place;
import jakarta.enterprise.context.ApplicationScoped;
import java.util.HashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.UUID;
import org.jspecify.annotations.Nullable;

/**
 * Shows messages as they are now: what the log holds, and what became of it. Two statements at most, however many messages.
 * Methods block: call them on a virtual thread.
 */
@ApplicationScoped
public class MessageItems {

    private final MessageOverlayRepository overlays;
    private final AttachmentService attachments;
    private final MessageCodec codec;

    MessageItems(MessageOverlayRepository overlays, AttachmentService attachments, MessageCodec codec) {
        this.overlays = overlays;
        this.attachments = attachments;
        this.codec = codec;
    }

    /** In the order of the messages, which may be of several rooms; all of them visible to the viewer. */
    public List<HistoryPage.Item> of(List<StoredMessage> messages, UUID viewer) {
        Map<UUID, MessageContent> contents = new HashMap<>();
        Set<Place> places = new LinkedHashSet<>();
        for (StoredMessage message : messages) {
            MessageContent content = codec.decode(message.data());
            contents.put(message.messageId(), content);
            places.add(new Place(message.roomId(), message.messageId()));
            ReplyTo answered = content.replyTo();
            if (answered != null) {
                places.add(new Place(message.roomId(), answered.messageId()));
            }
        }
        Map<UUID, MessageOverlay> known = overlays.find(places, viewer);
        // Images change after they were posted; pages without files need no query for that.
        List<UUID> withFiles = contents.entrySet().stream()
                .filter(entry -> !entry.getValue().attachments().isEmpty())
                .map(Map.Entry::getKey)
                .toList();
        Map<UUID, List<AttachmentView>> files = withFiles.isEmpty() ? Map.of() : attachments.ofMessages(withFiles);
        return messages.stream()
                .map(message -> item(
                        message,
                        contents.get(message.messageId()),
                        known,
                        files.getOrDefault(message.messageId(), List.of())))
                .toList();
    }

    private HistoryPage.Item item(
            StoredMessage message,
            @Nullable MessageContent posted,
            Map<UUID, MessageOverlay> known,
            List<AttachmentView> files) {
        if (posted == null) {
            throw new IllegalStateException("a message that was not asked for");
        }
        MessageOverlay overlay = known.getOrDefault(message.messageId(), MessageOverlay.NONE);
        // The log may be one step ahead of the overlay: they are read one after the other.
        boolean deleted = overlay.deleted() || Boolean.TRUE.equals(posted.deleted());
        MessageContent content = deleted ? posted.redacted() : posted;
        String edited = deleted ? null : overlay.text();
        ThreadPlace thread = content.thread();
        return new HistoryPage.Item(
                message.seq(),
                message.messageId(),
                message.time(),
                new HistoryPage.Author(message.authorId(), message.authorName()),
                edited == null ? content.text() : edited,
                edited == null ? content.mentions() : codec.decodePeople(overlay.mentions()),
                content.mentionsRoom(),
                answered(content.replyTo(), known),
                message.clientId(),
                deleted ? List.of() : files,
                deleted ? null : overlay.editedAt(),
                deleted ? Boolean.TRUE : null,
                (overlay.pinned() && !deleted) ? Boolean.TRUE : null,
                deleted ? List.of() : codec.decodeReactions(overlay.reactions()),
                thread == null ? null : thread.bare(),
                overlay.replies() == 0 ? null : new HistoryPage.Replies(overlay.replies(), overlay.lastReplyAt()));
    }

    private static @Nullable ReplyTo answered(@Nullable ReplyTo answered, Map<UUID, MessageOverlay> known) {
        if (answered == null) {
            return null;
        }
        boolean gone =
                known.getOrDefault(answered.messageId(), MessageOverlay.NONE).deleted();
        return gone ? answered.redacted() : answered;
    }
}
