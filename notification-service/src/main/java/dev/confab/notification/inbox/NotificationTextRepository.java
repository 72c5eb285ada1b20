package dev.confab.notification.inbox;

import dev.confab.common.transaction.CallerTransaction;
import jakarta.enterprise.context.ApplicationScoped;
import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.time.Instant;
import java.time.ZoneOffset;
import java.util.Collection;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.UUID;
import java.util.stream.Stream;

/**
 * What notifications say, when their messages change. Every method joins the caller's transaction, which holds the locks of
 * the inboxes.
 */
@ApplicationScoped
class NotificationTextRepository {
    private static final String RECIPIENTS = """
            select distinct r.user_id, r.username
            from notification n join recipient r on r.user_id = n.recipient_id
            where n.event_id = any (?)
            """;
    private static final String EDIT = """
            update notification n
            set text = m.text, text_seq = m.seq
            from unnest(?, ?, ?) as m (event_id, text, seq)
            where n.event_id = m.event_id and n.removed_at is null and n.text_seq < m.seq
            returning n.*
            """;
    private static final String DELETE = """
            update notification n
            set text = '', removed_at = ?, read_at = coalesce(n.read_at, ?)
            where n.event_id = any (?) and n.removed_at is null
            returning n.recipient_id, n.id
            """;
    /** One person's events lie together; the deletion of a message of which somebody was notified is rare. */
    private static final String REDACT = """
            update stream_event e
            set data = jsonb_set(e.data, '{notification,text}', '""')
            where e.stream_id = any (?) and e.type in ('notification.created', 'notification.changed')
              and (e.data #>> '{notification,id}')::uuid = any (?)
            """;

    private final CallerTransaction transaction;

    NotificationTextRepository(CallerTransaction transaction) {
        this.transaction = transaction;
    }

    /** The names of those who were notified of these messages. */
    Map<UUID, String> recipientsOf(Collection<UUID> messages) throws SQLException {
        try (Connection connection = transaction.connection();
                PreparedStatement statement = connection.prepareStatement(RECIPIENTS)) {
            statement.setArray(1, connection.createArrayOf("uuid", messages.toArray()));
            Map<UUID, String> names = new HashMap<>();
            try (ResultSet rows = statement.executeQuery()) {
                while (rows.next()) {
                    names.put(rows.getObject(1, UUID.class), rows.getString(2));
                }
            }
            return names;
        }
    }

    /** Gives the notifications of these messages other texts, and returns those for which that was new. */
    List<Notification> edit(Map<UUID, TextChange> changes) throws SQLException {
        if (changes.isEmpty()) {
            return List.of();
        }
        List<Map.Entry<UUID, TextChange>> entries = List.copyOf(changes.entrySet());
        Stream<String> texts =
                entries.stream().map(entry -> entry.getValue().text().orElse(""));
        Stream<Long> places = entries.stream().map(entry -> entry.getValue().seq());
        try (Connection connection = transaction.connection();
                PreparedStatement statement = connection.prepareStatement(EDIT)) {
            statement.setArray(
                    1,
                    connection.createArrayOf(
                            "uuid", entries.stream().map(Map.Entry::getKey).toArray()));
            statement.setArray(2, connection.createArrayOf("text", texts.toArray()));
            statement.setArray(3, connection.createArrayOf("int8", places.toArray()));
            return InboxRepository.notifications(statement);
        }
    }

    /** Takes the notifications of these messages out of the inboxes, and returns them by recipient. */
    Map<UUID, List<UUID>> delete(Collection<UUID> messages, Instant now) throws SQLException {
        if (messages.isEmpty()) {
            return Map.of();
        }
        try (Connection connection = transaction.connection();
                PreparedStatement statement = connection.prepareStatement(DELETE)) {
            statement.setObject(1, now.atOffset(ZoneOffset.UTC));
            statement.setObject(2, now.atOffset(ZoneOffset.UTC));
            statement.setArray(3, connection.createArrayOf("uuid", messages.toArray()));
            return InboxRepository.idsByRecipient(statement);
        }
    }

    /** Takes the texts of these notifications out of the events of the inboxes, whose streams the caller has locked. */
    void redact(Map<UUID, List<UUID>> notifications) throws SQLException {
        try (Connection connection = transaction.connection();
                PreparedStatement statement = connection.prepareStatement(REDACT)) {
            statement.setArray(
                    1, connection.createArrayOf("uuid", notifications.keySet().toArray()));
            statement.setArray(
                    2,
                    connection.createArrayOf(
                            "uuid",
                            notifications.values().stream()
                                    .flatMap(List::stream)
                                    .toArray()));
            statement.executeUpdate();
        }
    }
}
