package dev.confab.chat.attachment;

import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.confab.common.event.CloudEvent;
import dev.confab.common.layer.ChannelLayer;
import dev.confab.common.task.TaskClient;
import dev.confab.common.task.TaskRequest;
import dev.confab.common.task.TaskStep;
import jakarta.enterprise.context.ApplicationScoped;
import jakarta.transaction.Transactional;
import java.util.List;

/** Makes an uploaded file known, together with the request for what is to be made of it. */
@ApplicationScoped
class UploadStore {

    private static final String QUEUE = "media";

    private final AttachmentRepository attachments;
    private final AttachmentViews views;
    private final TaskClient tasks;
    private final ChannelLayer layer;
    private final StorageQuota quota;

    UploadStore(
            AttachmentRepository attachments,
            AttachmentViews views,
            TaskClient tasks,
            ChannelLayer layer,
            StorageQuota quota) {
        this.attachments = attachments;
        this.views = views;
        this.tasks = tasks;
        this.layer = layer;
        this.quota = quota;
    }

    /**
     * Stores the row and, for an image, the chain of tasks: both or neither. With the layer {@code local} nobody makes
     * anything of images: they are fetched as they were uploaded, like other files.
     *
     * @throws dev.confab.common.error.ConfabException {@code quota_exceeded}
     */
    @Transactional
    public AttachmentView add(Attachment attachment) {
        quota.require(attachment);
        if (attachment.kind() == AttachmentKind.IMAGE && layer.isLocal()) {
            attachment.leftAsItIs();
        }
        attachments.persist(attachment);
        if (attachment.state() == AttachmentState.PROCESSING) {
            tasks.submit(chain(attachment));
        }
        return views.of(attachment);
    }

    private static TaskRequest chain(Attachment attachment) {
        ObjectNode image = CloudEvent.object();
        image.put("attachmentId", attachment.id().toString());
        image.put("roomId", attachment.roomId().toString());
        ObjectNode failure = image.deepCopy();
        image.put("source", AttachmentKeys.key(attachment.id(), AttachmentKeys.ORIGINAL));
        image.put("target", AttachmentKeys.folder(attachment.id()));
        image.put("contentType", attachment.contentType());
        return TaskRequest.of("image-validate", image, "/confab/chat")
                .onQueue(QUEUE)
                .then(List.of(
                        TaskStep.of("image-thumbnails", QUEUE, image), TaskStep.of("image-optimize", QUEUE, image)))
                .orElse(TaskStep.of("image-failed", QUEUE, failure));
    }
}
