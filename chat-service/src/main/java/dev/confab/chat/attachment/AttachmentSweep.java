package dev.confab.chat.attachment;

import dev.confab.common.storage.ObjectStorage;
import dev.confab.common.storage.StoredObject;
import io.quarkus.scheduler.Scheduled;
import io.smallrye.common.annotation.RunOnVirtualThread;
import jakarta.enterprise.context.ApplicationScoped;
import java.io.IOException;
import java.time.Instant;
import java.time.InstantSource;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import java.util.UUID;
import org.jboss.logging.Logger;

/**
 * Removes what nobody can reach any more. The row goes first: whoever dies after that leaves objects without a row, which
 * the comparison finds. All nodes may do this at the same time.
 */
@ApplicationScoped
class AttachmentSweep {

    private static final Logger LOG = Logger.getLogger(AttachmentSweep.class);
    private static final int AT_ONCE = 200;
    private static final UUID FIRST = new UUID(0, 0);

    private final AttachmentRepository attachments;
    private final AttachmentObjects objects;
    private final AttachmentOutcome outcome;
    private final ObjectStorage storage;
    private final AttachmentsConfig config;
    private final InstantSource clock;

    AttachmentSweep(
            AttachmentRepository attachments,
            AttachmentObjects objects,
            AttachmentOutcome outcome,
            ObjectStorage storage,
            AttachmentsConfig config,
            InstantSource clock) {
        this.attachments = attachments;
        this.objects = objects;
        this.outcome = outcome;
        this.storage = storage;
        this.config = config;
        this.clock = clock;
    }

    @Scheduled(
            identity = "attachment-sweep",
            every = "${confab.attachments.sweep-interval:10m}",
            delayed = "30s",
            concurrentExecution = Scheduled.ConcurrentExecution.SKIP)
    @RunOnVirtualThread
    void scheduled() {
        try {
            Instant now = clock.instant();
            sweep(now);
            if (attachments.claimComparison(now, now.minus(config.compareInterval()))) {
                compare(now);
            }
        } catch (IOException | RuntimeException failure) {
            LOG.warnf("The sweep of attachments failed, the next one will do: %s", failure.getMessage());
        }
    }

    /** Removes what was not sent in time, and gives up images that nobody has processed. */
    void sweep(Instant now) {
        List<UUID> unsent;
        do {
            unsent = attachments.deleteUnsent(now.minus(config.unsentLifetime()), AT_ONCE);
            objects.delete(unsent);
        } while (unsent.size() == AT_ONCE);
        for (UUID id : attachments.stuck(now.minus(config.processingTimeout()), AT_ONCE)) {
            try {
                outcome.failed(id, "timeout", null, null);
            } catch (RuntimeException failure) {
                // One of them must not keep the rest, nor the comparison, from their turn.
                LOG.warnf(failure, "The file %s could not be given up, the next sweep will do", id);
            }
        }
    }

    /**
     * Removes files whose messages are gone, and objects that no row knows. What is younger than an unsent file may become
     * is left alone: its row may be about to be stored.
     */
    void compare(Instant now) throws IOException {
        UUID last = FIRST;
        List<UUID> sent;
        do {
            sent = attachments.sentAfter(last, AT_ONCE);
            if (!sent.isEmpty()) {
                last = sent.getLast();
                objects.delete(attachments.deleteUnreachable(sent));
            }
        } while (sent.size() == AT_ONCE);
        Instant old = now.minus(config.unsentLifetime());
        storage.deleteUnfinished(old);
        int removed = 0;
        for (String shard : AttachmentKeys.shards()) {
            removed += removeUnknown(shard, old);
        }
        LOG.debugf("%d objects without a row were removed", removed);
    }

    private int removeUnknown(String shard, Instant old) throws IOException {
        List<StoredObject> found = storage.list(shard);
        Set<UUID> owners = new HashSet<>();
        found.forEach(object -> AttachmentKeys.ownerOf(object.key()).ifPresent(owners::add));
        Set<UUID> known = attachments.existing(owners);
        int removed = 0;
        for (StoredObject object : found) {
            boolean unknown = AttachmentKeys.ownerOf(object.key())
                    .map(owner -> !known.contains(owner))
                    .orElse(false);
            if (unknown && object.storedAt().isBefore(old)) {
                storage.delete(object.key());
                removed++;
            }
        }
        return removed;
    }
}
