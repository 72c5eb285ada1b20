package dev.confab.chat.lobby;

import dev.confab.chat.message.MessageCodec;
import dev.confab.chat.room.RoomKind;
import dev.confab.common.identity.UserIdentity;
import jakarta.enterprise.context.ApplicationScoped;
import jakarta.persistence.Tuple;
import jakarta.transaction.Transactional;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.UUID;
import org.hibernate.Session;
import org.hibernate.query.NativeQuery;
import org.jspecify.annotations.Nullable;

/**
 * What one user sees of rooms, read in one statement however many rooms are asked for. First the rooms of the page are
 * found by index, then the rest is looked up for those only: the top of the stream, the newest message outside of threads as it is
 * now, why a closed room is closed (little happens in one, so the end of its stream says it), the user's membership and
 * read marker, and the number of messages of others behind the marker. Public rooms that the user has
 * never read count nothing: whoever is new would find everything unread. The number stops at {@value #MAX_UNREAD}, so
 * that a room that was never read does not make the page slow.
 */
@ApplicationScoped
@Transactional
class LobbyRepository {

    static final int MAX_UNREAD = 100;

    /** Everything is below this place. */
    private static final LobbyCursor TOP = new LobbyCursor(Instant.parse("9999-12-31T23:59:59Z"), new UUID(-1L, -1L));

    private static final String COLUMNS = "r.id, r.name, r.visibility, r.kind, r.topic, r.default_role,"
            + " r.slow_mode_seconds, r.retention_days, r.closed_at, r.created_at, r.active_at";

    private static final String IN_PAGE = """
            (r.active_at, r.id) < (:activeAt, :id) AND position(:search IN r.search_name) > 0
                AND r.kind = ANY (:kinds)
            ORDER BY r.active_at DESC, r.id DESC LIMIT :limit
            """;

    /** For staff: not the conversations of others. */
    private static final String EVERY_ROOM = """
            SELECT %s FROM room r
            WHERE (r.kind = 'CHANNEL' OR EXISTS (
                SELECT 1 FROM room_member m WHERE m.room_id = r.id AND m.user_id = :user)) AND %s
            """.formatted(COLUMNS, IN_PAGE);

    /** Two ordered index scans, so that any number of other people's private rooms costs nothing. */
    private static final String VISIBLE_ROOMS = """
            SELECT * FROM (
                (SELECT %1$s FROM room r WHERE r.visibility = 'PUBLIC' AND %2$s)
                UNION ALL
                (SELECT %1$s FROM room_member m JOIN room r ON r.id = m.room_id
                 WHERE m.user_id = :user AND r.visibility = 'PRIVATE' AND %2$s)
            ) r ORDER BY r.active_at DESC, r.id DESC LIMIT :limit
            """.formatted(COLUMNS, IN_PAGE);

    private static final String ONE_ROOM = "SELECT " + COLUMNS + " FROM room r WHERE r.id = :room";

    private static final String SEEN_BY_USER = """
            SELECT page.*,
                s.last_seq, s.last_at,
                (SELECT m.role FROM room_member m WHERE m.room_id = page.id AND m.user_id = :user) AS my_role,
                CASE WHEN page.closed_at IS NOT NULL THEN (
                    SELECT e.data ->> 'reason' FROM stream_event e
                    WHERE e.stream_id = page.id AND e.type = 'room.closed'
                    ORDER BY e.seq DESC LIMIT 1) END AS closed_reason,
                CASE WHEN page.kind <> 'CHANNEL' THEN (
                    SELECT CAST(json_agg(json_build_object('id', a.id, 'username', a.username, 'status',
                            CASE WHEN told.user_id IS NOT NULL THEN json_build_object(
                                'text', told.text, 'emoji', told.emoji, 'until', told.ends_at) END)
                        ORDER BY a.username COLLATE "C") AS text)
                    FROM room_member m JOIN account a ON a.id = m.user_id
                        LEFT JOIN user_status told
                            ON told.user_id = a.id AND (told.ends_at IS NULL OR told.ends_at > now())
                    WHERE m.room_id = page.id) END AS people,
                CASE WHEN marker.seq IS NOT NULL OR page.visibility = 'PRIVATE'
                    THEN unread_messages(page.id, :user, coalesce(marker.seq, 0), :maxUnread) ELSE 0 END AS unread,
                last.actor_name, last.text, last.created_at AS said_at
            FROM page
            JOIN stream s ON s.id = page.id
            LEFT JOIN read_marker marker ON marker.room_id = page.id AND marker.user_id = :user
            LEFT JOIN LATERAL (
                SELECT e.actor_name, coalesce(ms.text, e.data ->> 'text',
                        (SELECT string_agg(f ->> 'name', ', ') FROM jsonb_array_elements(e.data -> 'attachments') f)) AS text,
                    e.created_at
                FROM stream_event e
                LEFT JOIN message_state ms ON ms.room_id = e.stream_id AND ms.message_id = e.event_id
                WHERE e.stream_id = page.id AND e.type = :messagePosted
                    AND e.data -> 'deleted' IS NULL AND e.data -> 'thread' IS NULL
                ORDER BY e.seq DESC LIMIT 1) last ON true
            ORDER BY page.active_at DESC, page.id DESC
            """;

    private final Session database;

    LobbyRepository(Session database) {
        this.database = database;
    }

    /**
     * The rooms that the user may see, newest activity first.
     *
     * @param search what the names must contain, in {@code RoomName.searchForm}; empty for all
     * @param kinds  the kinds of rooms that are wanted
     * @param after  where the page before ended; null for the first page
     */
    List<LobbyRow> page(UserIdentity user, String search, Set<RoomKind> kinds, @Nullable LobbyCursor after, int limit) {
        LobbyCursor start = after == null ? TOP : after;
        return rows(seenBy(user, user.isStaff() ? EVERY_ROOM : VISIBLE_ROOMS)
                .setParameter("activeAt", start.activeAt())
                .setParameter("id", start.id())
                .setParameter("search", search)
                .setParameter("kinds", kinds.stream().map(RoomKind::name).toArray(String[]::new))
                .setParameter("limit", limit));
    }

    /** One room, whose visibility to the user has been checked. */
    Optional<LobbyRow> room(UserIdentity user, UUID room) {
        return rows(seenBy(user, ONE_ROOM).setParameter("room", room)).stream().findFirst();
    }

    private NativeQuery<Tuple> seenBy(UserIdentity user, String page) {
        return database.createNativeQuery("WITH page AS MATERIALIZED (" + page + ") " + SEEN_BY_USER, Tuple.class)
                .setParameter("maxUnread", MAX_UNREAD)
                .setParameter("user", user.id())
                .setParameter("messagePosted", MessageCodec.MESSAGE_POSTED);
    }

    private static List<LobbyRow> rows(NativeQuery<Tuple> query) {
        return query.getResultStream().map(LobbyRow::of).toList();
    }
}
