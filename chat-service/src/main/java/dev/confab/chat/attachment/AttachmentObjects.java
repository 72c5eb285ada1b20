package dev.confab.chat.attachment;

import dev.confab.common.storage.ObjectStorage;
import dev.confab.common.transaction.CallerTransaction;
import io.quarkus.virtual.threads.VirtualThreads;
import jakarta.enterprise.context.ApplicationScoped;
import java.io.IOException;
import java.util.Collection;
import java.util.List;
import java.util.UUID;
import java.util.concurrent.ExecutorService;
import org.jboss.logging.Logger;

/** Removes objects whose rows are gone. What a crash keeps from being removed is found when storage and rows are compared. */
@ApplicationScoped
class AttachmentObjects {

    private static final Logger LOG = Logger.getLogger(AttachmentObjects.class);

    private final ObjectStorage storage;
    private final CallerTransaction transaction;
    private final ExecutorService virtualThreads;

    AttachmentObjects(
            ObjectStorage storage, CallerTransaction transaction, @VirtualThreads ExecutorService virtualThreads) {
        this.storage = storage;
        this.transaction = transaction;
        this.virtualThreads = virtualThreads;
    }

    /** Removes all objects of these attachments once the caller's transaction is committed, without holding it up. */
    void deleteAfterCommit(Collection<UUID> attachments) {
        List<UUID> gone = List.copyOf(attachments);
        transaction.afterCommit(() -> virtualThreads.execute(() -> delete(gone)));
    }

    /** Blocks. */
    void delete(Collection<UUID> attachments) {
        for (UUID id : attachments) {
            try {
                for (String variant : AttachmentKeys.VARIANTS) {
                    storage.delete(AttachmentKeys.key(id, variant));
                }
                storage.delete(AttachmentKeys.key(id, AttachmentKeys.ORIGINAL));
            } catch (IOException away) {
                LOG.warnf("The objects of attachment %s stay until the next comparison: %s", id, away.getMessage());
            }
        }
    }
}
