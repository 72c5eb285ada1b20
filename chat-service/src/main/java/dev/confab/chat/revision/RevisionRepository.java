package dev.confab.chat.revision;

import dev.confab.chat.message.MessageTarget;
import jakarta.enterprise.context.ApplicationScoped;
import jakarta.persistence.Tuple;
import jakarta.transaction.Transactional;
import java.time.Instant;
import java.util.HashMap;
import java.util.Map;
import java.util.Optional;
import java.util.UUID;
import org.hibernate.Session;
import org.hibernate.query.MutationQuery;

/** What edits and deletions leave behind. Joins the caller's transaction, which holds the row of the message. */
@ApplicationScoped
@Transactional(Transactional.TxType.MANDATORY)
class RevisionRepository {

    private static final String EDIT = """
            UPDATE message_state
            SET text = :text, mentions = CAST(:mentions AS jsonb), edited_at = :at, edits = array_append(edits, CAST(:place AS bigint))
            WHERE room_id = :room AND message_id = :message
            """;

    private static final String DELETE = """
            UPDATE message_state
            SET text = NULL, mentions = NULL, edited_at = NULL, edits = '{}', pinned_at = NULL, deleted_at = :at
            WHERE room_id = :room AND message_id = :message
            """;

    private static final String DROP_REACTIONS =
            "DELETE FROM message_reaction WHERE room_id = :room AND message_id = :message";

    private static final String DROP_REPLY = """
            UPDATE thread_reply SET deleted = true
            WHERE room_id = :room AND root_id = :root AND message_id = :message AND NOT deleted
            """;

    private static final String COUNT_REPLIES = """
            UPDATE message_state SET (replies, last_reply_at) = (
                SELECT count(*), max(r.posted_at) FROM thread_reply r
                WHERE r.room_id = :room AND r.root_id = :root AND NOT r.deleted)
            WHERE room_id = :room AND message_id = :root
            """;

    private static final String EDITED =
            "SELECT ms.text, ms.edited_at FROM message_state ms WHERE ms.room_id = :room AND ms.message_id = :message";

    private static final String QUOTES = """
            SELECT e.seq, CAST(jsonb_set(jsonb_set(e.data, '{replyTo,text}', '""'), '{replyTo,deleted}', 'true') AS text)
            FROM stream_event e
            WHERE e.stream_id = :room AND e.seq > :after AND e.seq <= :until AND e.type = 'message.posted'
                AND e.data #>> '{replyTo,messageId}' = :message
            """;

    private final Session database;

    RevisionRepository(Session database) {
        this.database = database;
    }

    /**
     * The message says this now.
     *
     * @param mentions as JSON
     * @param place    of the event in the room's stream
     */
    void edited(MessageTarget target, String text, String mentions, Instant at, long place) {
        of(target, EDIT)
                .setParameter("text", text)
                .setParameter("mentions", mentions)
                .setParameter("at", at)
                .setParameter("place", place)
                .executeUpdate();
    }

    /** When the message was edited last. */
    Optional<Instant> editedAt(MessageTarget target) {
        return database.createNativeQuery(EDITED, Tuple.class)
                .setParameter("room", target.room().id())
                .setParameter("message", target.messageId())
                .getResultStream()
                .findFirst()
                .map(row -> row.get(1, Instant.class));
    }

    /** Nothing is left of the message. */
    void deleted(MessageTarget target, Instant at) {
        of(target, DELETE).setParameter("at", at).executeUpdate();
        of(target, DROP_REACTIONS).executeUpdate();
    }

    /** The message was a reply in the thread of {@code root}, whose row the caller holds as well. */
    void replyDeleted(MessageTarget target, UUID root) {
        of(target, DROP_REPLY).setParameter("root", root).executeUpdate();
        database.createNativeMutationQuery(COUNT_REPLIES)
                .setParameter("room", target.room().id())
                .setParameter("root", root)
                .executeUpdate();
    }

    /**
     * The messages between two places that answer a message, without what they repeat of it, by their places. Reads all
     * events between the two.
     */
    Map<Long, String> withoutQuotation(MessageTarget target, long after, long until) {
        Map<Long, String> answers = new HashMap<>();
        database.createNativeQuery(QUOTES, Tuple.class)
                .setParameter("room", target.room().id())
                .setParameter("message", target.messageId().toString())
                .setParameter("after", after)
                .setParameter("until", until)
                .getResultStream()
                .forEach(row -> answers.put(row.get(0, Long.class), row.get(1, String.class)));
        return answers;
    }

    private MutationQuery of(MessageTarget target, String statement) {
        return database.createNativeMutationQuery(statement)
                .setParameter("room", target.room().id())
                .setParameter("message", target.messageId());
    }
}
