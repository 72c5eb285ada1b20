package dev.confab.chat.whisper;

import dev.confab.chat.retention.RoomForgetting;
import dev.confab.chat.room.EventWriter;
import dev.confab.chat.room.RoomDeletionListener;
import dev.confab.chat.room.RoomRef;
import dev.confab.chat.whisper.WhisperDeletionRepository.Copy;
import dev.confab.common.identity.UserIdentity;
import dev.confab.common.stream.AppendRequest;
import dev.confab.common.stream.StreamLog;
import dev.confab.common.transaction.CallerTransaction;
import io.quarkus.narayana.jta.QuarkusTransaction;
import io.quarkus.scheduler.Scheduled;
import io.quarkus.virtual.threads.VirtualThreads;
import io.smallrye.common.annotation.RunOnVirtualThread;
import jakarta.enterprise.context.ApplicationScoped;
import jakarta.enterprise.event.Observes;
import java.time.Instant;
import java.time.InstantSource;
import java.time.temporal.ChronoUnit;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.UUID;
import java.util.concurrent.ExecutorService;
import java.util.stream.Collectors;
import org.jboss.logging.Logger;

/**
 * Deletes whispers with their room, and when the room has kept them for as long as it keeps what is said. Their copies stay
 * in the personal streams without text and receivers, and their owners hear {@code whispers.deleted}: in batches, each of
 * which is one transaction. That a room is deleted is noted in its own transaction, so what a crash interrupts is done by
 * the next round of whatever node.
 */
@ApplicationScoped
class WhisperDeletionService implements RoomDeletionListener {

    /** The type of the event that whispers are gone. What the log held of them is gone with it. */
    static final String WHISPERS_DELETED = "whispers.deleted";

    private static final Logger LOG = Logger.getLogger(WhisperDeletionService.class);

    /** Copies of one transaction, which holds the streams of so many people at most. */
    private static final int BATCH = 200;

    private static final int ROOMS = 1000;

    private final WhisperDeletionRepository whispers;
    private final EventWriter events;
    private final StreamLog log;
    private final CallerTransaction transaction;
    private final ExecutorService virtualThreads;
    private final InstantSource clock;

    WhisperDeletionService(
            WhisperDeletionRepository whispers,
            EventWriter events,
            StreamLog log,
            CallerTransaction transaction,
            @VirtualThreads ExecutorService virtualThreads,
            InstantSource clock) {
        this.whispers = whispers;
        this.events = events;
        this.log = log;
        this.transaction = transaction;
        this.virtualThreads = virtualThreads;
        this.clock = clock;
    }

    /** Whoever whispers holds the row of the room, so there are no new ones once it is gone. */
    @Override
    public List<AppendRequest> onDeletion(RoomRef room, UserIdentity actor) {
        whispers.note(room.id());
        transaction.afterCommit(() -> virtualThreads.execute(() -> deleteOfDeleted(room.id())));
        return List.of();
    }

    @Scheduled(
            identity = "whisper-deletion",
            every = "${confab.retention.interval}",
            delayed = "${confab.retention.interval}",
            concurrentExecution = Scheduled.ConcurrentExecution.SKIP)
    @RunOnVirtualThread
    void sweep() {
        whispers.noted(ROOMS).forEach(this::deleteOfDeleted);
    }

    private void deleteOfDeleted(UUID room) {
        try {
            boolean more = true;
            while (more) {
                more = QuarkusTransaction.requiringNew().call(() -> deleteSomeOfDeleted(room));
            }
        } catch (RuntimeException failure) {
            LOG.warnf(
                    "The whispers of room %s, which is deleted, could not be; the next round tries again: %s",
                    room, failure.getMessage());
        }
    }

    private boolean deleteSomeOfDeleted(UUID room) {
        if (!whispers.lockNote(room)) {
            return false;
        }
        // Beyond all that is stored: a stream's time may be ahead of this node's clock.
        boolean more = deleteSome(room, Instant.parse("9999-01-01T00:00:00Z"));
        if (!more) {
            whispers.done(room);
        }
        return more;
    }

    /** Deletes what the room keeps no longer. */
    void forget(@Observes RoomForgetting forgetting) {
        boolean more = true;
        while (more) {
            more = QuarkusTransaction.requiringNew().call(() -> forgetSome(forgetting.roomId()));
        }
    }

    private boolean forgetSome(UUID room) {
        Optional<Integer> days = whispers.lockDays(room);
        return days.isPresent() && deleteSome(room, clock.instant().minus(days.get(), ChronoUnit.DAYS));
    }

    /** Whether there may be more. */
    private boolean deleteSome(UUID room, Instant before) {
        List<Copy> copies = whispers.oldest(room, before, BATCH);
        if (!copies.isEmpty()) {
            Map<UUID, List<Copy>> byOwner = copies.stream().collect(Collectors.groupingBy(Copy::owner));
            log.appendAllInTransaction(byOwner.entrySet().stream()
                    .map(owner -> told(owner.getKey(), room, owner.getValue()))
                    .toList());
            byOwner.forEach((owner, own) ->
                    log.redactInTransaction(owner, own.stream().collect(Collectors.toMap(Copy::seq, Copy::remains))));
        }
        return copies.size() == BATCH;
    }

    private AppendRequest told(UUID owner, UUID room, List<Copy> copies) {
        return events.write(
                owner,
                WHISPERS_DELETED,
                null,
                new Deleted(
                        copies.getFirst().room(),
                        room,
                        copies.stream().map(Copy::messageId).toList()));
    }

    private record Deleted(String room, UUID roomId, List<String> messageIds) {}
}
