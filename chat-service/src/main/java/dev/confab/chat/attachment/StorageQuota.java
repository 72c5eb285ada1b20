package dev.confab.chat.attachment;

import dev.confab.common.error.ConfabException;
import dev.confab.common.error.ErrorCode;
import io.quarkus.runtime.configuration.MemorySize;
import jakarta.enterprise.context.ApplicationScoped;
import jakarta.inject.Inject;
import jakarta.transaction.Transactional;
import java.util.Optional;
import java.util.UUID;

/**
 * How much space the files of one person and of one room may take: the sizes of what was uploaded and is still kept, sent or
 * not. What is made of images is not counted, it is a small part of them.
 */
@ApplicationScoped
class StorageQuota {

    private final AttachmentRepository attachments;
    private final Optional<MemorySize> perUser;
    private final Optional<MemorySize> perRoom;

    @Inject
    StorageQuota(AttachmentRepository attachments, AttachmentsConfig config) {
        this(attachments, config.quotaPerUser(), config.quotaPerRoom());
    }

    StorageQuota(AttachmentRepository attachments, Optional<MemorySize> perUser, Optional<MemorySize> perRoom) {
        this.attachments = attachments;
        this.perUser = perUser;
        this.perRoom = perRoom;
    }

    /**
     * Before a file is stored; no promise, because others may store some meanwhile. Blocks.
     *
     * @throws ConfabException {@code quota_exceeded}
     */
    @Transactional
    void check(UUID user, UUID room, long size) {
        if (perUser.isPresent()
                && attachments.sizeOfUser(user) + size > perUser.get().asLongValue()) {
            throw full("Your files take as much space as they may; delete messages with files that nobody needs.");
        }
        if (perRoom.isPresent()
                && attachments.sizeInRoom(room) + size > perRoom.get().asLongValue()) {
            throw full("The files of this room take as much space as they may.");
        }
    }

    /**
     * In the transaction that stores the row: nobody else stores one of the same person or room until it ends. Blocks.
     *
     * @throws ConfabException {@code quota_exceeded}
     */
    @Transactional(Transactional.TxType.MANDATORY)
    void require(Attachment file) {
        if (perUser.isPresent()) {
            attachments.lockSpaceOf(file.ownerId());
        }
        if (perRoom.isPresent()) {
            attachments.lockSpaceOf(file.roomId());
        }
        check(file.ownerId(), file.roomId(), file.size());
    }

    private static ConfabException full(String detail) {
        return new ConfabException(ErrorCode.QUOTA_EXCEEDED, detail);
    }
}
