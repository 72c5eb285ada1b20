package dev.confab.chat.attachment;

import dev.confab.chat.room.AccessMode;
import dev.confab.chat.room.RoomAccess;
import dev.confab.common.error.ConfabException;
import dev.confab.common.error.ErrorCode;
import dev.confab.common.identity.UserIdentity;
import jakarta.enterprise.context.ApplicationScoped;
import jakarta.transaction.Transactional;
import java.util.Map;
import java.util.UUID;

/** Decides who may fetch which file. Methods block: call them on a virtual thread. */
@ApplicationScoped
class MediaService {

    private final AttachmentRepository attachments;
    private final AttachmentViews views;
    private final RoomAccess access;

    MediaService(AttachmentRepository attachments, AttachmentViews views, RoomAccess access) {
        this.attachments = attachments;
        this.views = views;
        this.access = access;
    }

    /**
     * The file, if the user may fetch it now: whoever may read the room, as long as the message is there; before it is sent,
     * only who uploaded it. To everybody else it does not exist.
     *
     * @throws ConfabException {@code attachment_not_found}
     */
    @Transactional
    public MediaFile find(UUID id, String variant, UserIdentity user) {
        String room = attachments.roomOfFetchable(id, user.id()).orElseThrow(MediaService::notFound);
        try {
            var _ = access.require(room, user, AccessMode.READ);
        } catch (ConfabException refused) {
            throw refused.code() == ErrorCode.ROOM_NOT_FOUND || refused.code() == ErrorCode.FORBIDDEN
                    ? notFound()
                    : refused;
        }
        Attachment attachment = attachments.findByIdOptional(id).orElseThrow(MediaService::notFound);
        String key = AttachmentKeys.key(id, variant);
        if (variant.equals(AttachmentKeys.ORIGINAL)) {
            return new MediaFile(key, attachment.name(), attachment.size(), attachment.contentType(), false);
        }
        Map<String, AttachmentVariant> variants = views.variants(attachment);
        AttachmentVariant made = variants == null ? null : variants.get(variant);
        if (made == null) {
            throw notFound();
        }
        return new MediaFile(key, attachment.name(), made.size(), made.contentType(), true);
    }

    static ConfabException notFound() {
        return new ConfabException(ErrorCode.ATTACHMENT_NOT_FOUND, "There is no such file.");
    }
}
