package dev.confab.chat.message;

import jakarta.enterprise.context.ApplicationScoped;
import jakarta.persistence.Tuple;
import jakarta.transaction.Transactional;
import java.time.Instant;
import java.util.Collection;
import java.util.HashMap;
import java.util.Map;
import java.util.UUID;
import org.hibernate.Session;

/** What became of messages, read in one statement for any number of them. */
@ApplicationScoped
class MessageOverlayRepository {

    private static final String FIND = """
            SELECT ms.message_id, ms.text, CAST(ms.mentions AS text) AS mentions, ms.edited_at,
                ms.deleted_at IS NOT NULL AS deleted, ms.pinned_at IS NOT NULL AS pinned, ms.replies, ms.last_reply_at,
                (SELECT CAST(jsonb_agg(jsonb_build_object(
                        'emoji', g.emoji, 'count', g.count, 'me', g.me, 'users', g.users) ORDER BY g.first) AS text)
                 FROM (
                    SELECT r.emoji, count(*) AS count, bool_or(r.user_id = :viewer) AS me, min(r.ordinal) AS first,
                        jsonb_agg(jsonb_build_object('id', r.user_id, 'username', r.username) ORDER BY r.ordinal)
                            FILTER (WHERE r.nth <= 10) AS users
                    FROM (
                        SELECT mr.*, row_number() OVER (PARTITION BY mr.emoji ORDER BY mr.ordinal) AS nth
                        FROM message_reaction mr
                        WHERE mr.room_id = ms.room_id AND mr.message_id = ms.message_id) r
                    GROUP BY r.emoji) g) AS reactions
            FROM unnest(CAST(:rooms AS uuid[]), CAST(:messages AS uuid[])) AS wanted (room_id, message_id)
            JOIN message_state ms ON ms.room_id = wanted.room_id AND ms.message_id = wanted.message_id
            """;

    private final Session database;

    MessageOverlayRepository(Session database) {
        this.database = database;
    }

    /** A message and its room. */
    record Place(UUID roomId, UUID messageId) {}

    /** By the ids of the messages; those that nobody touched are absent. */
    @Transactional
    Map<UUID, MessageOverlay> find(Collection<Place> messages, UUID viewer) {
        if (messages.isEmpty()) {
            return Map.of();
        }
        Map<UUID, MessageOverlay> found = new HashMap<>();
        database.createNativeQuery(FIND, Tuple.class)
                .setParameter("viewer", viewer)
                .setParameter("rooms", messages.stream().map(Place::roomId).toArray(UUID[]::new))
                .setParameter(
                        "messages", messages.stream().map(Place::messageId).toArray(UUID[]::new))
                .getResultStream()
                .forEach(row -> found.put(row.get("message_id", UUID.class), overlay(row)));
        return found;
    }

    private static MessageOverlay overlay(Tuple row) {
        return new MessageOverlay(
                row.get("text", String.class),
                row.get("mentions", String.class),
                row.get("edited_at", Instant.class),
                row.get("deleted", Boolean.class),
                row.get("pinned", Boolean.class),
                row.get("replies", Integer.class),
                row.get("last_reply_at", Instant.class),
                row.get("reactions", String.class));
    }
}
