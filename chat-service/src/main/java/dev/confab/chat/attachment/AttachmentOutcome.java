package dev.confab.chat.attachment;

import com.fasterxml.jackson.annotation.JsonInclude;
import dev.confab.common.command.ChatCommand;
import dev.confab.common.stream.AppendRequest;
import dev.confab.common.stream.StreamLog;
import jakarta.enterprise.context.ApplicationScoped;
import jakarta.transaction.Transactional;
import java.util.Map;
import java.util.UUID;
import org.jspecify.annotations.Nullable;

/**
 * What has become of images. The row is locked first, as by those who send it: either the message says already what became
 * of the image, or an event follows the message. A repetition changes nothing.
 */
@ApplicationScoped
class AttachmentOutcome {

    private static final String UPDATED = "attachment.updated";

    private final AttachmentRepository attachments;
    private final AttachmentViews views;
    private final StreamLog log;

    AttachmentOutcome(AttachmentRepository attachments, AttachmentViews views, StreamLog log) {
        this.attachments = attachments;
        this.views = views;
        this.log = log;
    }

    /** The image is ready. Also after it had failed: somebody has run its tasks again. */
    @Transactional
    public void processed(UUID id, int width, int height, Map<String, AttachmentVariant> variants, ChatCommand cause) {
        Attachment attachment = attachments.lock(id);
        if (attachment == null || attachment.state() == AttachmentState.READY) {
            return;
        }
        attachment.processed(width, height, views.text(variants));
        tell(attachment, null, cause.requestId(), cause.traceParent());
    }

    /** Nothing could be made of it; what is ready stays ready. */
    @Transactional
    public void failed(UUID id, String error, @Nullable String requestId, @Nullable String traceParent) {
        Attachment attachment = attachments.lock(id);
        if (attachment == null || attachment.state() != AttachmentState.PROCESSING) {
            return;
        }
        attachment.failed(error);
        tell(attachment, error, requestId, traceParent);
    }

    /** Who will see it and who has uploaded it; null if it is gone. */
    @Transactional
    public @Nullable Attachment find(UUID id) {
        return attachments.findById(id);
    }

    private void tell(
            Attachment attachment, @Nullable String error, @Nullable String requestId, @Nullable String traceParent) {
        UUID message = attachment.messageId();
        Long seq = attachment.seq();
        if (message == null || seq == null) {
            return;
        }
        attachments.flush();
        Updated data = new Updated(
                attachment.id(),
                message,
                seq,
                attachment.state().wireName(),
                attachment.width(),
                attachment.height(),
                views.variants(attachment),
                error);
        var _ = log.appendInTransaction(new AppendRequest(
                attachment.roomId(), UPDATED, null, null, null, views.text(data), requestId, traceParent));
    }

    @JsonInclude(JsonInclude.Include.NON_NULL)
    private record Updated(
            UUID attachmentId,
            UUID messageId,
            long seq,
            String state,
            @Nullable Integer width,
            @Nullable Integer height,
            @Nullable Map<String, AttachmentVariant> variants,
            @Nullable String error) {}
}
