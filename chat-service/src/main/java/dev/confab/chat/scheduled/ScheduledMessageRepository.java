package dev.confab.chat.scheduled;

import jakarta.enterprise.context.ApplicationScoped;
import jakarta.persistence.Tuple;
import jakarta.transaction.Transactional;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import java.util.UUID;
import org.hibernate.Session;

/** Scheduled messages in the database. Every method joins the caller's transaction. */
@ApplicationScoped
@Transactional
class ScheduledMessageRepository {

    private static final String COLUMNS = """
            SELECT m.id, m.user_id, r.name AS room, m.room_id, m.text, m.reply_to, m.thread_id, m.send_at, m.version,
                m.state, m.error_code, m.error_message, m.created_at
            FROM scheduled_message m JOIN room r ON r.id = m.room_id
            """;
    private static final String LIST = COLUMNS + "WHERE m.user_id = :user ORDER BY m.send_at, m.id";
    private static final String LOCK = COLUMNS + "WHERE m.id = :id FOR UPDATE OF m";
    private static final String LOCK_OF_ROOM = COLUMNS + "WHERE m.room_id = :room ORDER BY m.id FOR UPDATE OF m";
    private static final String COUNT = "SELECT count(*) FROM scheduled_message WHERE user_id = :user";
    private static final String LOCK_USER = "SELECT 1 FROM account WHERE id = :user FOR NO KEY UPDATE";
    private static final String INSERT = """
            INSERT INTO scheduled_message
                (id, user_id, room_id, text, reply_to, thread_id, send_at, version, state, created_at, submitted)
            VALUES (:id, :user, :room, :text, :replyTo, :thread, :sendAt, :version, 'PENDING', :createdAt, :submitted)
            """;
    private static final String CHANGE = """
            UPDATE scheduled_message SET text = :text, send_at = :sendAt, version = :version, state = 'PENDING',
                error_code = NULL, error_message = NULL, submitted = :submitted, retried_at = NULL, retries = 0
            WHERE id = :id
            """;
    private static final String SENDING = "UPDATE scheduled_message SET state = 'SENDING' WHERE id = :id";
    private static final String FAIL = """
            UPDATE scheduled_message SET state = 'FAILED', error_code = :code, error_message = :message WHERE id = :id
            """;
    private static final String DELETE = "DELETE FROM scheduled_message WHERE id = :id";

    private static final String DUE =
            COLUMNS + "WHERE m.send_at <= :now AND m.state <> 'FAILED' ORDER BY m.send_at, m.id LIMIT :limit";
    /** Those that another node has locked are its own business. */
    private static final String CLAIM_OVERDUE = """
            UPDATE scheduled_message SET retried_at = :now, retries = retries + 1
            WHERE id IN (
                SELECT late.id FROM scheduled_message late
                WHERE late.send_at <= :before AND late.state <> 'FAILED'
                    AND (late.retried_at IS NULL OR late.retried_at < :before)
                ORDER BY late.send_at, late.id LIMIT :limit FOR UPDATE SKIP LOCKED)
            RETURNING id, version, retries
            """;

    private static final String UNSUBMITTED = COLUMNS
            + "WHERE NOT m.submitted AND m.state <> 'FAILED' ORDER BY m.id LIMIT :limit FOR UPDATE OF m SKIP LOCKED";
    private static final String SUBMITTED = "UPDATE scheduled_message SET submitted = true WHERE id = :id";

    private static final String POSTED = """
            SELECT event_id, seq FROM stream_event
            WHERE stream_id = :room AND actor_id = :user AND client_id = :clientId
            """;

    private final Session database;

    ScheduledMessageRepository(Session database) {
        this.database = database;
    }

    /** The user's, by time. */
    List<ScheduledMessage> list(UUID user) {
        return database.createNativeQuery(LIST, Tuple.class)
                .setParameter("user", user)
                .getResultStream()
                .map(ScheduledMessage::of)
                .toList();
    }

    /** All of a room, which wait for the caller's transaction from now on. */
    List<ScheduledMessage> lockOf(UUID room) {
        return database.createNativeQuery(LOCK_OF_ROOM, Tuple.class)
                .setParameter("room", room)
                .getResultStream()
                .map(ScheduledMessage::of)
                .toList();
    }

    /** Those whose time has come, the oldest first. */
    List<ScheduledMessage> due(Instant now, int limit) {
        return database.createNativeQuery(DUE, Tuple.class)
                .setParameter("now", now)
                .setParameter("limit", limit)
                .getResultStream()
                .map(ScheduledMessage::of)
                .toList();
    }

    /**
     * Takes some whose time was before {@code before} and that no node has taken since then; nobody else gets them until
     * as much time has gone by again.
     */
    List<Overdue> claimOverdue(Instant now, Instant before, int limit) {
        return database.createNativeQuery(CLAIM_OVERDUE, Tuple.class)
                .setParameter("now", now)
                .setParameter("before", before)
                .setParameter("limit", limit)
                .getResultStream()
                .map(row -> new Overdue(row.get(0, UUID.class), row.get(1, Integer.class), row.get(2, Integer.class)))
                .toList();
    }

    /** Locks some for which there is no task; those that another node has locked are passed over. */
    List<ScheduledMessage> lockUnsubmitted(int limit) {
        return database.createNativeQuery(UNSUBMITTED, Tuple.class)
                .setParameter("limit", limit)
                .getResultStream()
                .map(ScheduledMessage::of)
                .toList();
    }

    void submitted(UUID id) {
        database.createNativeMutationQuery(SUBMITTED).setParameter("id", id).executeUpdate();
    }

    /** Locks one until the caller's transaction ends. */
    Optional<ScheduledMessage> lock(UUID id) {
        return database.createNativeQuery(LOCK, Tuple.class)
                .setParameter("id", id)
                .getResultStream()
                .findFirst()
                .map(ScheduledMessage::of);
    }

    /** How many the user has, who can make no other one until the caller's transaction ends. */
    long lockAndCount(UUID user) {
        var _ = database.createNativeQuery(LOCK_USER, Integer.class)
                .setParameter("user", user)
                .getResultList();
        return database.createNativeQuery(COUNT, Long.class)
                .setParameter("user", user)
                .getSingleResult();
    }

    /** Where it was posted, if it was. */
    Optional<Place> posted(ScheduledMessage message) {
        return database.createNativeQuery(POSTED, Tuple.class)
                .setParameter("room", message.roomId())
                .setParameter("user", message.userId())
                .setParameter("clientId", message.clientMessageId())
                .getResultStream()
                .findFirst()
                .map(row -> new Place(row.get(0, UUID.class), row.get(1, Long.class)));
    }

    /** Stores it; {@code submitted} says that there is a task that tells when its time has come. */
    void insert(ScheduledMessage message, boolean submitted) {
        database.createNativeMutationQuery(INSERT)
                .setParameter("id", message.id())
                .setParameter("user", message.userId())
                .setParameter("room", message.roomId())
                .setParameter("text", message.text())
                .setParameter("replyTo", message.replyTo(), String.class)
                .setParameter("thread", message.threadId(), String.class)
                .setParameter("sendAt", message.sendAt())
                .setParameter("version", message.version())
                .setParameter("createdAt", message.createdAt())
                .setParameter("submitted", submitted)
                .executeUpdate();
    }

    /** Gives it another text, time and version; it waits again. */
    void change(ScheduledMessage message, boolean submitted) {
        database.createNativeMutationQuery(CHANGE)
                .setParameter("id", message.id())
                .setParameter("text", message.text())
                .setParameter("sendAt", message.sendAt())
                .setParameter("version", message.version())
                .setParameter("submitted", submitted)
                .executeUpdate();
    }

    void sending(UUID id) {
        database.createNativeMutationQuery(SENDING).setParameter("id", id).executeUpdate();
    }

    void fail(UUID id, String code, String message) {
        database.createNativeMutationQuery(FAIL)
                .setParameter("id", id)
                .setParameter("code", code)
                .setParameter("message", message)
                .executeUpdate();
    }

    boolean delete(UUID id) {
        return database.createNativeMutationQuery(DELETE).setParameter("id", id).executeUpdate() == 1;
    }

    /**
     * A message that was not posted when its time had come.
     *
     * @param tries how often a node has taken it, this time included
     */
    record Overdue(UUID id, int version, int tries) {}

    /** A posted message in the room's stream. */
    record Place(UUID messageId, long seq) {}
}
