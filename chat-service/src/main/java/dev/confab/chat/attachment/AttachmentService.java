package dev.confab.chat.attachment;

import dev.confab.chat.room.RoomRef;
import dev.confab.common.error.ConfabException;
import dev.confab.common.error.ErrorCode;
import dev.confab.common.identity.UserIdentity;
import jakarta.enterprise.context.ApplicationScoped;
import jakarta.transaction.Transactional;
import java.util.ArrayList;
import java.util.Collection;
import java.util.HashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.UUID;

/** The files of messages. Methods block: call them on a virtual thread. */
@ApplicationScoped
public class AttachmentService {

    private final AttachmentRepository attachments;
    private final AttachmentViews views;
    private final AttachmentObjects objects;

    AttachmentService(AttachmentRepository attachments, AttachmentViews views, AttachmentObjects objects) {
        this.attachments = attachments;
        this.views = views;
        this.objects = objects;
    }

    /**
     * Locks these attachments until the caller's transaction ends: nobody sends, changes or removes them meanwhile. The
     * stream of the room is locked after them.
     */
    @Transactional(Transactional.TxType.MANDATORY)
    public void lock(Collection<UUID> ids) {
        var _ = attachments.lock(ids);
    }

    /**
     * What a message with these attachments says of them, in the order of the ids. To be called with the rows locked.
     *
     * @throws ConfabException {@code attachment_not_found} unless all of them were uploaded to that room by that user and
     *     have not been sent
     */
    @Transactional(Transactional.TxType.MANDATORY)
    public List<AttachmentView> unsent(List<UUID> ids, RoomRef room, UserIdentity owner) {
        Map<UUID, Attachment> found = new HashMap<>();
        attachments.lock(ids).stream()
                .filter(attachment -> attachment.roomId().equals(room.id())
                        && attachment.ownerId().equals(owner.id())
                        && attachment.messageId() == null)
                .forEach(attachment -> found.put(attachment.id(), attachment));
        List<AttachmentView> shown = new ArrayList<>();
        for (UUID id : new LinkedHashSet<>(ids)) {
            Attachment attachment = found.get(id);
            if (attachment == null) {
                throw new ConfabException(
                        ErrorCode.ATTACHMENT_NOT_FOUND,
                        "You have uploaded no such file to this room, or sent it before.");
            }
            shown.add(views.of(attachment));
        }
        return shown;
    }

    /** They were sent with that message, in the caller's transaction. */
    @Transactional(Transactional.TxType.MANDATORY)
    public void sent(List<UUID> ids, UUID message, long seq) {
        attachments.lock(ids).forEach(attachment -> attachment.sent(message, seq));
    }

    /** The attachments of messages as they are now, by the messages' ids; one query. */
    @Transactional
    public Map<UUID, List<AttachmentView>> ofMessages(Collection<UUID> messages) {
        Map<UUID, List<AttachmentView>> found = new HashMap<>();
        if (!messages.isEmpty()) {
            for (Attachment attachment : attachments.ofMessages(messages)) {
                UUID message = attachment.messageId();
                if (message != null) {
                    found.computeIfAbsent(message, _ -> new ArrayList<>()).add(views.of(attachment));
                }
            }
        }
        return found;
    }

    /**
     * The message is deleted: its files can be fetched no more from the caller's commit on, and are removed from the
     * storage after it.
     */
    @Transactional(Transactional.TxType.MANDATORY)
    public void deleteOf(RoomRef room, UUID message) {
        List<UUID> gone = attachments.ofMessages(room.id(), List.of(message)).stream()
                .map(Attachment::id)
                .toList();
        if (!gone.isEmpty()) {
            attachments.delete("id in ?1", gone);
            objects.deleteAfterCommit(gone);
        }
    }

    /**
     * Takes back a file that was not sent yet.
     *
     * @throws ConfabException {@code attachment_not_found}
     */
    @Transactional
    public void withdraw(UUID id, RoomRef room, UserIdentity owner) {
        attachments.lock(List.of(id));
        var _ = unsent(List.of(id), room, owner);
        attachments.deleteById(id);
        objects.deleteAfterCommit(List.of(id));
    }
}
