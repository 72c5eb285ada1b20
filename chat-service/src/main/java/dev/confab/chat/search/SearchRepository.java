package dev.confab.chat.search;

import dev.confab.chat.room.RoomRef;
import dev.confab.common.identity.UserIdentity;
import jakarta.enterprise.context.ApplicationScoped;
import jakarta.persistence.Tuple;
import jakarta.transaction.Transactional;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import java.util.UUID;
import org.hibernate.Session;
import org.hibernate.query.NativeQuery;

/**
 * Finds messages. The index says where to look; what counts is what the log and the overlay say at that moment, and which
 * rooms the user may read at that moment. Joins the caller's transaction.
 */
@ApplicationScoped
@Transactional
class SearchRepository {

    /** Around what matched; no message keeps these characters. */
    static final char BEGIN = '\u0001';

    static final char END = '\u0002';

    private static final String READABLE = """
            ((r.visibility = 'PUBLIC'
                OR EXISTS (SELECT 1 FROM room_member m WHERE m.room_id = r.id AND m.user_id = :user))
             AND NOT EXISTS (SELECT 1 FROM room_ban b WHERE b.room_id = r.id AND b.user_id = :user
                AND (b.ends_at IS NULL OR b.ends_at > now())))
            """;

    private static final String MATCHING = """
            WITH wanted AS MATERIALIZED (SELECT search_query(CAST(:config AS regconfig), :words) AS query),
            found AS MATERIALIZED (
                SELECT r.id AS room_id, r.name, e.event_id, e.created_at, coalesce(ms.text, e.data ->> 'text') AS text
                FROM wanted
                JOIN message_search s ON s.document @@ wanted.query
                JOIN stream_event e ON e.stream_id = s.room_id AND e.seq = s.seq
                JOIN room r ON r.id = s.room_id
                LEFT JOIN message_state ms ON ms.room_id = s.room_id AND ms.seq = s.seq
                WHERE e.type = 'message.posted' AND e.data ->> 'text' IS NOT NULL
                    AND (ms.text IS NULL OR search_document(CAST(:config AS regconfig), ms.text) @@ wanted.query)
            """;

    private static final String SHOWN = """
                ORDER BY e.created_at DESC, e.event_id DESC LIMIT :limit)
            SELECT found.room_id, found.name, found.event_id, found.created_at,
                ts_headline(CAST(:config AS regconfig), translate(found.text, :odd, :instead), wanted.query,
                    CASE WHEN char_length(found.text) <= :short THEN :whole ELSE :options END) AS headline
            FROM found, wanted ORDER BY found.created_at DESC, found.event_id DESC
            """;

    /** In place of what would be taken for the begin of an HTML tag and left out. */
    private static final char LESS = '\uE000';

    private static final String ODD = "<" + BEGIN + END + LESS;

    private static final int SHOWN_WHOLE = 200;
    private static final String WHOLE = "HighlightAll=true, StartSel=" + BEGIN + ", StopSel=" + END;
    private static final String OPTIONS = "StartSel=" + BEGIN + ", StopSel=" + END
            + ", MaxFragments=2, MinWords=8, MaxWords=24, FragmentDelimiter=\" \u2026 \"";

    private final Session database;

    SearchRepository(Session database) {
        this.database = database;
    }

    /** A message that matches; the headline has {@link #BEGIN} and {@link #END} around what does. */
    record Match(UUID roomId, String room, UUID messageId, Instant time, String headline) {}

    /**
     * The newest messages that match, newest first.
     *
     * @param room    only of this one, which the user may read; empty for all that the user may read
     * @param timeout how long the database may take
     */
    List<Match> find(
            SearchRequest request,
            Optional<RoomRef> room,
            UserIdentity user,
            String config,
            int limit,
            Duration timeout) {
        database.createNativeQuery("SELECT set_config('statement_timeout', :limit, true)", String.class)
                .setParameter("limit", Long.toString(timeout.toMillis()))
                .getSingleResult();
        boolean all = room.isPresent() || user.isStaff();
        StringBuilder filter = new StringBuilder();
        filter.append(all ? "" : " AND " + READABLE);
        filter.append(room.isPresent() ? " AND s.room_id = :room" : "");
        filter.append(
                request.authorKey().isPresent()
                        ? " AND e.actor_id = (SELECT a.id FROM account a WHERE a.username_key = :author)"
                        : "");
        filter.append(request.from().isPresent() ? " AND e.created_at >= :from" : "");
        filter.append(request.until().isPresent() ? " AND e.created_at < :until" : "");
        filter.append(request.after().isPresent() ? " AND (e.created_at, e.event_id) < (:time, :messageId)" : "");
        NativeQuery<Tuple> query = database.createNativeQuery(MATCHING + filter + SHOWN, Tuple.class)
                .setParameter("config", config)
                .setParameter("words", request.words())
                .setParameter("odd", ODD)
                .setParameter("instead", String.valueOf(LESS))
                .setParameter("short", SHOWN_WHOLE)
                .setParameter("whole", WHOLE)
                .setParameter("options", OPTIONS)
                .setParameter("limit", limit);
        if (!all) {
            query.setParameter("user", user.id());
        }
        room.ifPresent(one -> query.setParameter("room", one.id()));
        request.authorKey().ifPresent(key -> query.setParameter("author", key));
        request.from().ifPresent(time -> query.setParameter("from", time));
        request.until().ifPresent(time -> query.setParameter("until", time));
        request.after()
                .ifPresent(cursor ->
                        query.setParameter("time", cursor.time()).setParameter("messageId", cursor.messageId()));
        return query.getResultStream()
                .map(row -> new Match(
                        row.get("room_id", UUID.class),
                        row.get("name", String.class),
                        row.get("event_id", UUID.class),
                        row.get("created_at", Instant.class),
                        row.get("headline", String.class).replace(LESS, '<')))
                .toList();
    }
}
