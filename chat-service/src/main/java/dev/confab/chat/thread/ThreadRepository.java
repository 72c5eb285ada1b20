package dev.confab.chat.thread;

import dev.confab.chat.message.MessageContent.Person;
import dev.confab.chat.room.RoomRef;
import dev.confab.chat.room.Visibility;
import dev.confab.common.stream.StreamEvent;
import jakarta.enterprise.context.ApplicationScoped;
import jakarta.persistence.Tuple;
import jakarta.transaction.Transactional;
import java.time.Instant;
import java.util.Collection;
import java.util.List;
import java.util.UUID;
import org.hibernate.Session;

/** What threads keep of a reply. Joins the caller's transaction, which holds the row of the message that begins the thread. */
@ApplicationScoped
@Transactional(Transactional.TxType.MANDATORY)
class ThreadRepository {

    private static final String REPEATED = """
            SELECT seq FROM stream_event
            WHERE stream_id = :room AND actor_id = :author AND client_id = :clientId
            """;

    /**
     * Who follows by themselves has read what was there before. Who has stopped to follow begins again only by replying.
     */
    private static final String FOLLOW = """
            INSERT INTO thread_follower AS f (room_id, root_id, user_id, followed, read_seq, since)
            SELECT CAST(:room AS uuid), CAST(:root AS uuid), a.id, true,
                coalesce((SELECT max(r.seq) FROM thread_reply r WHERE r.room_id = :room AND r.root_id = :root), 0),
                CAST(:now AS timestamptz)
            FROM account a WHERE a.id = ANY (:people) ORDER BY a.id
            ON CONFLICT (room_id, root_id, user_id) DO UPDATE SET followed = true, since = excluded.since
            WHERE f.followed IS NULL OR (f.user_id = :author AND NOT f.followed)
            """;

    private static final String FOLLOWERS = """
            SELECT a.id, a.username
            FROM thread_follower f JOIN account a ON a.id = f.user_id
            WHERE f.room_id = :room AND f.root_id = :root AND f.followed AND f.user_id <> :author
              AND NOT EXISTS (SELECT 1 FROM room_ban b WHERE b.room_id = f.room_id AND b.user_id = a.id
                    AND (b.ends_at IS NULL OR b.ends_at > now()))
              AND NOT EXISTS (SELECT 1 FROM room_mute u WHERE u.room_id = f.room_id AND u.user_id = a.id
                    AND (u.ends_at IS NULL OR u.ends_at > now()))
              AND (:everybody OR a.staff
                   OR EXISTS (SELECT 1 FROM room_member m WHERE m.room_id = f.room_id AND m.user_id = a.id))
            ORDER BY f.since DESC, a.id LIMIT :limit
            """;

    private static final String ADD = """
            INSERT INTO thread_reply (room_id, root_id, seq, message_id, author_id, posted_at)
            VALUES (:room, :root, :seq, :message, :author, :at)
            """;

    private static final String COUNT = """
            UPDATE message_state SET replies = replies + 1, last_reply_at = :at
            WHERE room_id = :room AND message_id = :root
            """;

    private final Session database;

    ThreadRepository(Session database) {
        this.database = database;
    }

    /** Whether the author has used that client id in that room. */
    boolean isRepeated(UUID room, UUID author, String clientId) {
        return !database.createNativeQuery(REPEATED, Long.class)
                .setParameter("room", room)
                .setParameter("author", author)
                .setParameter("clientId", clientId)
                .getResultList()
                .isEmpty();
    }

    /** Lets these people follow, as far as they have accounts. */
    void follow(RoomRef room, UUID root, Collection<UUID> people, UUID author, Instant now) {
        database.createNativeMutationQuery(FOLLOW)
                .setParameter("room", room.id())
                .setParameter("root", root)
                .setParameter("people", people.toArray(UUID[]::new))
                .setParameter("author", author)
                .setParameter("now", now)
                .executeUpdate();
    }

    /** Those who follow, may read the room and have not muted it, without the author; those who began last, at most {@code limit}. */
    List<Person> followers(RoomRef room, UUID root, UUID author, int limit) {
        return database.createNativeQuery(FOLLOWERS, Tuple.class)
                .setParameter("room", room.id())
                .setParameter("root", root)
                .setParameter("author", author)
                .setParameter("everybody", room.visibility() == Visibility.PUBLIC)
                .setParameter("limit", limit)
                .getResultStream()
                .map(row -> new Person(row.get(0, UUID.class), row.get(1, String.class)))
                .toList();
    }

    /** The thread has another reply. */
    void add(UUID root, StreamEvent reply) {
        database.createNativeMutationQuery(ADD)
                .setParameter("room", reply.streamId())
                .setParameter("root", root)
                .setParameter("seq", reply.seq())
                .setParameter("message", reply.eventId())
                .setParameter("author", reply.actorId())
                .setParameter("at", reply.time())
                .executeUpdate();
        database.createNativeMutationQuery(COUNT)
                .setParameter("room", reply.streamId())
                .setParameter("root", root)
                .setParameter("at", reply.time())
                .executeUpdate();
    }
}
