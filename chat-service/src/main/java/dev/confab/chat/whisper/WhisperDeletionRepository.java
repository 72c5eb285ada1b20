package dev.confab.chat.whisper;

import jakarta.enterprise.context.ApplicationScoped;
import jakarta.persistence.Tuple;
import jakarta.transaction.Transactional;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import java.util.UUID;
import org.hibernate.Session;

/** Whispers that are to be deleted. Every method joins the caller's transaction. */
@ApplicationScoped
@Transactional
class WhisperDeletionRepository {

    private static final String NOTE =
            "INSERT INTO whisper_deletion (room_id) VALUES (:room) ON CONFLICT (room_id) DO NOTHING";

    private static final String NOTED = "SELECT room_id FROM whisper_deletion ORDER BY room_id LIMIT :limit";

    private static final String LOCK_NOTE =
            "SELECT room_id FROM whisper_deletion WHERE room_id = :room FOR UPDATE SKIP LOCKED";

    private static final String DONE = "DELETE FROM whisper_deletion WHERE room_id = :room";

    private static final String LOCK_DAYS = """
            SELECT retention_days FROM room WHERE id = :room AND retention_days IS NOT NULL
            FOR NO KEY UPDATE SKIP LOCKED
            """;

    private static final String OLDEST = """
            SELECT e.stream_id, e.seq, e.data ->> 'room' AS room, e.data ->> 'messageId' AS message_id,
                CAST((e.data - 'text' - 'to') || jsonb_build_object('deleted', true) AS text) AS remains
            FROM stream_event e
            WHERE e.type = 'message.whispered' AND e.data -> 'deleted' IS NULL AND e.data ->> 'roomId' = :room
                AND e.created_at < :before
            ORDER BY e.created_at LIMIT :limit
            """;

    private final Session database;

    WhisperDeletionRepository(Session database) {
        this.database = database;
    }

    /** The room is being deleted. */
    void note(UUID room) {
        database.createNativeMutationQuery(NOTE).setParameter("room", room).executeUpdate();
    }

    /** Rooms that were deleted and whose whispers may still be there. */
    List<UUID> noted(int limit) {
        return database.createNativeQuery(NOTED, UUID.class)
                .setParameter("limit", limit)
                .getResultList();
    }

    /** Whether the room was deleted, its whispers may still be there, and nobody else is at them until the transaction ends. */
    boolean lockNote(UUID room) {
        return database.createNativeQuery(LOCK_NOTE, UUID.class)
                .setParameter("room", room)
                .getResultStream()
                .findFirst()
                .isPresent();
    }

    /** The room's whispers are deleted. */
    void done(UUID room) {
        database.createNativeMutationQuery(DONE).setParameter("room", room).executeUpdate();
    }

    /** The days for which the room keeps what is said, until the transaction ends; empty if somebody works on it. */
    Optional<Integer> lockDays(UUID room) {
        return database.createNativeQuery(LOCK_DAYS, Integer.class)
                .setParameter("room", room)
                .getResultStream()
                .findFirst();
    }

    /** The oldest copies of whispers of a room that were stored before that time. */
    List<Copy> oldest(UUID room, Instant before, int limit) {
        return database.createNativeQuery(OLDEST, Tuple.class)
                .setParameter("room", room.toString())
                .setParameter("before", before)
                .setParameter("limit", limit)
                .getResultStream()
                .map(row -> new Copy(
                        row.get("stream_id", UUID.class),
                        row.get("seq", Long.class),
                        row.get("room", String.class),
                        row.get("message_id", String.class),
                        row.get("remains", String.class)))
                .toList();
    }

    /**
     * Somebody's copy of a whisper.
     *
     * @param remains what is left of its data when it is deleted: a JSON object
     */
    record Copy(UUID owner, long seq, String room, String messageId, String remains) {}
}
