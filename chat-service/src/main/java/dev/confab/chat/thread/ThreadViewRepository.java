package dev.confab.chat.thread;

import dev.confab.common.identity.UserIdentity;
import jakarta.enterprise.context.ApplicationScoped;
import jakarta.persistence.Tuple;
import jakarta.transaction.Transactional;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import java.util.UUID;
import org.hibernate.Session;

/** What users see of threads, and how far they have read them. Joins the caller's transaction. */
@ApplicationScoped
@Transactional
class ThreadViewRepository {

    static final int MAX_UNREAD = 100;

    private static final String UNREAD = """
            (SELECT count(*) FROM (
                SELECT 1 FROM thread_reply r
                WHERE r.room_id = %1$s.room_id AND r.root_id = %1$s.root_id AND r.seq > %1$s.read_seq
                    AND NOT r.deleted AND r.author_id <> :user
                LIMIT 100) behind) AS unread
            """;

    private static final String STANDING = "SELECT coalesce(f.followed, false) AS followed, f.read_seq, "
            + UNREAD.formatted("f")
            + " FROM thread_follower f WHERE f.room_id = :room AND f.root_id = :root AND f.user_id = :user";

    private static final String REPLIES = """
            SELECT r.message_id FROM thread_reply r
            WHERE r.room_id = :room AND r.root_id = :root AND r.seq > :after
            ORDER BY r.seq LIMIT :limit
            """;

    private static final String FOLLOWED = """
            SELECT r.id AS room_id, r.name, f.root_id, f.read_seq, ms.last_reply_at, %s
            FROM thread_follower f
            JOIN message_state ms ON ms.room_id = f.room_id AND ms.message_id = f.root_id
            JOIN room r ON r.id = f.room_id
            WHERE f.user_id = :user AND f.followed AND ms.last_reply_at IS NOT NULL
                AND (:staff OR ((r.visibility = 'PUBLIC'
                        OR EXISTS (SELECT 1 FROM room_member m WHERE m.room_id = r.id AND m.user_id = :user))
                    AND NOT EXISTS (SELECT 1 FROM room_ban b WHERE b.room_id = r.id AND b.user_id = :user
                    AND (b.ends_at IS NULL OR b.ends_at > now()))))
                AND (ms.last_reply_at, f.root_id) < (:before, :beforeId)
            ORDER BY ms.last_reply_at DESC, f.root_id DESC LIMIT :limit
            """.formatted(UNREAD.formatted("f"));

    private static final String FOLLOW = """
            INSERT INTO thread_follower AS f (room_id, root_id, user_id, followed, read_seq, since)
            VALUES (:room, :root, :user, :on,
                coalesce((SELECT max(r.seq) FROM thread_reply r WHERE r.room_id = :room AND r.root_id = :root), 0), :now)
            ON CONFLICT (room_id, root_id, user_id) DO UPDATE SET followed = excluded.followed, since = excluded.since
            WHERE f.followed IS DISTINCT FROM excluded.followed
            """;

    private static final String READ = """
            INSERT INTO thread_follower AS f (room_id, root_id, user_id, read_seq, since)
            SELECT CAST(:room AS uuid), CAST(:root AS uuid), CAST(:user AS uuid), least(:seq, max(r.seq)),
                CAST(:now AS timestamptz)
            FROM thread_reply r WHERE r.room_id = :room AND r.root_id = :root HAVING max(r.seq) IS NOT NULL
            ON CONFLICT (room_id, root_id, user_id) DO UPDATE SET read_seq = excluded.read_seq
            WHERE f.read_seq < excluded.read_seq
            RETURNING f.read_seq
            """;

    private final Session database;

    ThreadViewRepository(Session database) {
        this.database = database;
    }

    /** What a user is to a thread. */
    record Standing(boolean followed, long readSeq, int unread) {}

    /** A thread in the list of those that a user follows. */
    record Row(UUID roomId, String room, UUID rootId, long readSeq, Instant lastReplyAt, int unread) {}

    Optional<Standing> standing(UUID room, UUID root, UUID user) {
        return database.createNativeQuery(STANDING, Tuple.class)
                .setParameter("room", room)
                .setParameter("root", root)
                .setParameter("user", user)
                .getResultStream()
                .findFirst()
                .map(row -> new Standing(
                        row.get("followed", Boolean.class),
                        row.get("read_seq", Long.class),
                        row.get("unread", Long.class).intValue()));
    }

    /** The first replies behind a place. */
    List<UUID> replies(UUID room, UUID root, long after, int limit) {
        return database.createNativeQuery(REPLIES, UUID.class)
                .setParameter("room", room)
                .setParameter("root", root)
                .setParameter("after", after)
                .setParameter("limit", limit)
                .getResultList();
    }

    /** The followed threads of all rooms that the user may read, the one with the newest reply first. */
    List<Row> followed(UserIdentity user, ThreadCursor after, int limit) {
        return database.createNativeQuery(FOLLOWED, Tuple.class)
                .setParameter("user", user.id())
                .setParameter("staff", user.isStaff())
                .setParameter("before", after.lastReplyAt())
                .setParameter("beforeId", after.rootId())
                .setParameter("limit", limit)
                .getResultStream()
                .map(row -> new Row(
                        row.get("room_id", UUID.class),
                        row.get("name", String.class),
                        row.get("root_id", UUID.class),
                        row.get("read_seq", Long.class),
                        row.get("last_reply_at", Instant.class),
                        row.get("unread", Long.class).intValue()))
                .toList();
    }

    /** Whether that is a change. The caller holds the row of the message that begins the thread. */
    boolean follow(UUID room, UUID root, UUID user, boolean on, Instant now) {
        return database.createNativeMutationQuery(FOLLOW)
                        .setParameter("room", room)
                        .setParameter("root", root)
                        .setParameter("user", user)
                        .setParameter("on", on)
                        .setParameter("now", now)
                        .executeUpdate()
                == 1;
    }

    /** Moves how far a user has read forward, at most to the last reply; empty if that is no change. */
    Optional<Long> read(UUID room, UUID root, UUID user, long seq, Instant now) {
        return database.createNativeQuery(READ, Long.class)
                .setParameter("room", room)
                .setParameter("root", root)
                .setParameter("user", user)
                .setParameter("seq", seq)
                .setParameter("now", now)
                .getResultStream()
                .findFirst();
    }

    /** Forgets what somebody follows whose account is deleted. */
    void forget(UUID user) {
        database.createNativeMutationQuery("DELETE FROM thread_follower WHERE user_id = :user")
                .setParameter("user", user)
                .executeUpdate();
    }
}
