package dev.confab.chat.attachment;

import io.quarkus.hibernate.orm.panache.PanacheRepositoryBase;
import jakarta.enterprise.context.ApplicationScoped;
import jakarta.persistence.LockModeType;
import jakarta.transaction.Transactional;
import java.time.Instant;
import java.util.Collection;
import java.util.HashSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.UUID;
import org.hibernate.Session;
import org.jspecify.annotations.Nullable;

/** Attachments in the database. Rows are locked in the order of their ids, and before the stream of their room. */
@ApplicationScoped
@Transactional
class AttachmentRepository implements PanacheRepositoryBase<Attachment, UUID> {

    /** The message that an attachment was sent with is still there, with its content. */
    private static final String REACHABLE = """
            EXISTS (SELECT 1 FROM stream_event e
                    WHERE e.stream_id = a.room_id AND e.seq = a.seq AND e.event_id = a.message_id
                        AND NOT jsonb_exists(e.data, 'deleted'))
            """;

    private static final String FETCHABLE = """
            SELECT r.name AS room_name
            FROM attachment a JOIN room r ON r.id = a.room_id
            WHERE a.id = :id AND ((a.message_id IS NULL AND a.owner_id = :user) OR %s)
            """.formatted(REACHABLE);

    private static final String DELETE_UNSENT = """
            DELETE FROM attachment
            WHERE id IN (
                SELECT a.id FROM attachment a
                WHERE a.message_id IS NULL AND a.uploaded_at < :before
                ORDER BY a.id LIMIT :limit FOR UPDATE SKIP LOCKED)
            RETURNING id
            """;

    private static final String DELETE_UNREACHABLE = """
            DELETE FROM attachment
            WHERE id = ANY (:ids) AND id IN (
                SELECT a.id FROM attachment a
                WHERE a.id = ANY (:ids) AND a.message_id IS NOT NULL AND NOT %s
                FOR UPDATE SKIP LOCKED)
            RETURNING id
            """.formatted(REACHABLE);

    private static final String SENT_AFTER = """
            SELECT a.id FROM attachment a WHERE a.message_id IS NOT NULL AND a.id > :after ORDER BY a.id LIMIT :limit
            """;

    /** Until the caller's transaction ends, nobody else with one of these ids counts. */
    private static final String LOCK_COUNTING = "SELECT pg_advisory_xact_lock(hashtextextended(:id, 18))";

    private static final String SIZE_OF_USER =
            "SELECT CAST(coalesce(sum(size), 0) AS bigint) FROM attachment WHERE owner_id = :id";

    private static final String SIZE_IN_ROOM =
            "SELECT CAST(coalesce(sum(size), 0) AS bigint) FROM attachment WHERE room_id = :id";

    private static final String CLAIM_COMPARISON = """
            UPDATE attachment_sweep SET compared_at = :now WHERE compared_at < :before
            """;

    private final Session database;

    AttachmentRepository(Session database) {
        this.database = database;
    }

    /** Those of the ids that exist, locked until the caller's transaction ends. */
    List<Attachment> lock(Collection<UUID> ids) {
        return find("id in ?1 order by id", ids)
                .withLock(LockModeType.PESSIMISTIC_WRITE)
                .list();
    }

    @Nullable
    Attachment lock(UUID id) {
        return findById(id, LockModeType.PESSIMISTIC_WRITE);
    }

    List<Attachment> ofMessages(UUID room, Collection<UUID> messages) {
        return list("roomId = ?1 and messageId in ?2 order by id", room, messages);
    }

    /** Of messages of any rooms. */
    List<Attachment> ofMessages(Collection<UUID> messages) {
        return list("messageId in ?1 order by id", messages);
    }

    /** The name of the room whose readers may fetch it; empty also if it was not sent, and not uploaded by this user. */
    Optional<String> roomOfFetchable(UUID id, UUID user) {
        return database.createNativeQuery(FETCHABLE, String.class)
                .setParameter("id", id)
                .setParameter("user", user)
                .getResultStream()
                .findFirst();
    }

    /** Images whose processing has not ended since then. */
    List<UUID> stuck(Instant before, int limit) {
        return find("state = ?1 and uploadedAt < ?2 order by uploadedAt", AttachmentState.PROCESSING, before)
                .page(0, limit)
                .stream()
                .map(Attachment::id)
                .toList();
    }

    /** Deletes what was uploaded before that time and not sent; their objects are still there. */
    List<UUID> deleteUnsent(Instant before, int limit) {
        return database.createNativeQuery(DELETE_UNSENT, UUID.class)
                .setParameter("before", before)
                .setParameter("limit", limit)
                .getResultList();
    }

    /** The next ones in the order of ids that were sent. */
    List<UUID> sentAfter(UUID after, int limit) {
        return database.createNativeQuery(SENT_AFTER, UUID.class)
                .setParameter("after", after)
                .setParameter("limit", limit)
                .getResultList();
    }

    /** Deletes those of them whose message is gone; their objects are still there. */
    List<UUID> deleteUnreachable(List<UUID> among) {
        return database.createNativeQuery(DELETE_UNREACHABLE, UUID.class)
                .setParameter("ids", among.toArray(UUID[]::new))
                .getResultList();
    }

    /** Keeps others from storing files of that person or room until the caller's transaction ends. */
    void lockSpaceOf(UUID userOrRoom) {
        database.createNativeQuery(LOCK_COUNTING, Object.class)
                .setParameter("id", userOrRoom.toString())
                .getResultList();
    }

    /** The bytes that somebody has uploaded and that are still kept. */
    long sizeOfUser(UUID user) {
        return size(SIZE_OF_USER, user);
    }

    /** The bytes that were uploaded to a room and are still kept. */
    long sizeInRoom(UUID room) {
        return size(SIZE_IN_ROOM, room);
    }

    private long size(String query, UUID id) {
        return database.createNativeQuery(query, Long.class)
                .setParameter("id", id)
                .getSingleResult();
    }

    Set<UUID> existing(Collection<UUID> ids) {
        return ids.isEmpty()
                ? Set.of()
                : new HashSet<>(database.createQuery("select a.id from Attachment a where a.id in :ids", UUID.class)
                        .setParameter("ids", ids)
                        .getResultList());
    }

    /** Whether the caller is the one who has to compare the storage with the rows now. */
    boolean claimComparison(Instant now, Instant before) {
        return database.createNativeMutationQuery(CLAIM_COMPARISON)
                        .setParameter("now", now)
                        .setParameter("before", before)
                        .executeUpdate()
                == 1;
    }
}
