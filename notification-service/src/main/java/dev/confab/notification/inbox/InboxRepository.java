package dev.confab.notification.inbox;

import dev.confab.common.database.LongStatement;
import dev.confab.common.transaction.CallerTransaction;
import jakarta.enterprise.context.ApplicationScoped;
import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.time.Instant;
import java.time.OffsetDateTime;
import java.time.ZoneOffset;
import java.util.ArrayList;
import java.util.Collection;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.UUID;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;

/** Notifications and read positions in the database. Every method joins the caller's transaction. */
@ApplicationScoped
class InboxRepository {
    static final String COLUMNS = "id, recipient_id, event_id, kind, room, room_id, seq, actor_id, actor_name, title,"
            + " text, created_at, read_at";
    /** What was read before it arrived is stored as read. */
    private static final String INSERT = """
            insert into notification (
                id, recipient_id, event_id, kind, room, room_id, seq, actor_id, actor_name, title, text, created_at,
                text_seq, told_seq, read_at)
            select n.id, n.recipient_id, n.event_id, n.kind, n.room, n.room_id, n.seq, n.actor_id, n.actor_name,
                   n.title, n.text, n.created_at, n.place, nullif(n.place, n.seq),
                   case when p.seq >= n.place then ?::timestamptz end
            from unnest(?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?)
                     as n (id, recipient_id, event_id, kind, room, room_id, seq, actor_id, actor_name, title, text,
                           created_at, incarnation, place)
            left join read_position p
                on p.user_id = n.recipient_id and p.room_id = n.room_id and p.incarnation = n.incarnation
            on conflict do nothing
            returning id, read_at
            """;

    private static final String ADVANCE = """
            insert into read_position (user_id, room_id, seq, incarnation)
            select m.user_id, m.room_id, m.seq, m.incarnation
            from unnest(?, ?, ?, ?) as m (user_id, room_id, seq, incarnation)
            on conflict (user_id, room_id) do update set seq = excluded.seq, incarnation = excluded.incarnation
            where read_position.incarnation <> excluded.incarnation or read_position.seq < excluded.seq
            """;
    private static final String READ_BY_POSITION = """
            update notification n
            set read_at = ?
            from unnest(?, ?, ?) as m (user_id, room_id, seq)
            where n.recipient_id = m.user_id and n.room_id = m.room_id and n.seq <= m.seq and n.read_at is null
              and (n.told_seq is null or n.told_seq <= m.seq)
            returning n.recipient_id, n.id
            """;
    private static final String READ_BY_ID = """
            update notification n
            set read_at = ?
            where n.recipient_id = ? and n.id = any (?) and n.read_at is null
            returning n.recipient_id, n.id
            """;
    private static final String READ_ALL = """
            update notification n
            set read_at = ?
            where n.recipient_id = ? and n.read_at is null
            returning n.recipient_id, n.id
            """;
    private static final String UNREAD = """
            select recipient_id, count(*) from notification
            where recipient_id = any (?) and read_at is null
            group by recipient_id
            """;
    private static final String FIND =
            "select " + COLUMNS + " from notification where recipient_id = ? and id = ? and removed_at is null";
    private static final String PAGE = "select " + COLUMNS + """
             from notification
            where recipient_id = ? and removed_at is null and (?::uuid is null or id < ?) and (not ? or read_at is null)
            order by id desc
            limit ?
            """;
    private static final String ERASE_NOTIFICATIONS = "delete from notification where recipient_id = any (?)";
    private static final String ERASE_POSITIONS = "delete from read_position where user_id = any (?)";
    private static final String DROP_OLD = """
            delete from notification
            where id in (
                select id from notification where created_at < ? order by created_at limit ? for update skip locked)
            """;

    private final CallerTransaction transaction;

    InboxRepository(CallerTransaction transaction) {
        this.transaction = transaction;
    }

    /** Stores those that are not there yet, and returns these, in their order and with the time at which they were read. */
    List<Notification> insert(List<StoredNotification> wanted, Instant now) throws SQLException {
        List<Notification> notifications =
                wanted.stream().map(StoredNotification::notification).toList();
        try (Connection connection = transaction.connection();
                PreparedStatement statement = connection.prepareStatement(INSERT)) {
            statement.setObject(1, utc(now));
            bind(statement, 2, "uuid", notifications, Notification::id);
            bind(statement, 3, "uuid", notifications, Notification::recipientId);
            bind(statement, 4, "uuid", notifications, Notification::eventId);
            bind(statement, 5, "text", notifications, n -> n.kind().wireName());
            bind(statement, 6, "text", notifications, Notification::room);
            bind(statement, 7, "uuid", notifications, Notification::roomId);
            bind(statement, 8, "int8", notifications, Notification::seq);
            bind(statement, 9, "uuid", notifications, Notification::actorId);
            bind(statement, 10, "text", notifications, Notification::actorName);
            bind(statement, 11, "text", notifications, Notification::title);
            bind(statement, 12, "text", notifications, Notification::text);
            bind(statement, 13, "timestamptz", notifications, n -> n.createdAt().toString());
            bind(statement, 14, "text", notifications, Notification::incarnation);
            bind(statement, 15, "int8", wanted, StoredNotification::place);
            Map<UUID, Optional<Instant>> inserted = new HashMap<>();
            try (ResultSet rows = statement.executeQuery()) {
                while (rows.next()) {
                    inserted.put(rows.getObject("id", UUID.class), Optional.ofNullable(time(rows, "read_at")));
                }
            }
            List<Notification> stored = new ArrayList<>();
            for (Notification notification : notifications) {
                // Removed, because a batch may hold the same event twice.
                Optional<Instant> readAt = inserted.remove(notification.id());
                if (readAt != null) {
                    stored.add(notification.readAt(readAt.orElse(null)));
                }
            }
            return stored;
        }
    }

    /** Remembers how far people have read; positions never go back. At most one mark for each person and room. */
    void advance(List<ReadMark> marks) throws SQLException {
        try (Connection connection = transaction.connection();
                PreparedStatement statement = connection.prepareStatement(ADVANCE)) {
            bindMarks(statement, 1, marks);
            bind(statement, 4, "text", marks, ReadMark::incarnation);
            statement.executeUpdate();
        }
    }

    /** Marks as read what lies at or below the marks, and returns these by recipient. */
    Map<UUID, List<UUID>> read(List<ReadMark> marks, Instant now) throws SQLException {
        try (Connection connection = transaction.connection();
                PreparedStatement statement = connection.prepareStatement(READ_BY_POSITION)) {
            statement.setObject(1, utc(now));
            bindMarks(statement, 2, marks);
            return idsByRecipient(statement);
        }
    }

    /** Marks as read those of the given that are this person's and unread, and returns these. */
    List<UUID> read(UUID recipient, Collection<UUID> ids, Instant now) throws SQLException {
        try (Connection connection = transaction.connection();
                PreparedStatement statement = connection.prepareStatement(READ_BY_ID)) {
            statement.setObject(1, utc(now));
            statement.setObject(2, recipient);
            statement.setArray(3, connection.createArrayOf("uuid", ids.toArray()));
            return idsByRecipient(statement).getOrDefault(recipient, List.of());
        }
    }

    List<UUID> readAll(UUID recipient, Instant now) throws SQLException {
        try (Connection connection = transaction.connection();
                PreparedStatement statement = connection.prepareStatement(READ_ALL)) {
            statement.setObject(1, utc(now));
            statement.setObject(2, recipient);
            return idsByRecipient(statement).getOrDefault(recipient, List.of());
        }
    }

    /** How many each of them has not read; 0 is absent. */
    Map<UUID, Long> unread(Collection<UUID> recipients) throws SQLException {
        try (Connection connection = transaction.connection();
                PreparedStatement statement = connection.prepareStatement(UNREAD)) {
            statement.setArray(1, connection.createArrayOf("uuid", recipients.toArray()));
            Map<UUID, Long> counts = new HashMap<>();
            try (ResultSet rows = statement.executeQuery()) {
                while (rows.next()) {
                    counts.put(rows.getObject(1, UUID.class), rows.getLong(2));
                }
            }
            return counts;
        }
    }

    Optional<Notification> find(UUID recipient, UUID id) throws SQLException {
        try (Connection connection = transaction.connection();
                PreparedStatement statement = connection.prepareStatement(FIND)) {
            statement.setObject(1, recipient);
            statement.setObject(2, id);
            return notifications(statement).stream().findFirst();
        }
    }

    /** The newest before {@code before} (null: of all), newest first. */
    List<Notification> page(UUID recipient, boolean unreadOnly, @Nullable UUID before, int limit) throws SQLException {
        try (Connection connection = transaction.connection();
                PreparedStatement statement = connection.prepareStatement(PAGE)) {
            statement.setObject(1, recipient);
            statement.setObject(2, before);
            statement.setObject(3, before);
            statement.setBoolean(4, unreadOnly);
            statement.setInt(5, limit);
            return notifications(statement);
        }
    }

    /** Deletes all that is kept for these people. */
    void erase(Collection<UUID> people) throws SQLException {
        for (String statementText : List.of(ERASE_NOTIFICATIONS, ERASE_POSITIONS)) {
            try (Connection connection = transaction.connection();
                    PreparedStatement statement = connection.prepareStatement(statementText)) {
                LongStatement.expectOn(connection);
                statement.setArray(1, connection.createArrayOf("uuid", people.toArray()));
                statement.executeUpdate();
            }
        }
    }

    /** Deletes the oldest of those from before that time, at most {@code limit}, and returns how many there were. */
    int dropBefore(Instant time, int limit) throws SQLException {
        try (Connection connection = transaction.connection();
                PreparedStatement statement = connection.prepareStatement(DROP_OLD)) {
            statement.setObject(1, utc(time));
            statement.setInt(2, limit);
            return statement.executeUpdate();
        }
    }

    static Map<UUID, List<UUID>> idsByRecipient(PreparedStatement statement) throws SQLException {
        Map<UUID, List<UUID>> ids = new HashMap<>();
        try (ResultSet rows = statement.executeQuery()) {
            while (rows.next()) {
                ids.computeIfAbsent(rows.getObject(1, UUID.class), recipient -> new ArrayList<>())
                        .add(rows.getObject(2, UUID.class));
            }
        }
        return ids;
    }

    static List<Notification> notifications(PreparedStatement statement) throws SQLException {
        List<Notification> notifications = new ArrayList<>();
        try (ResultSet row = statement.executeQuery()) {
            while (row.next()) {
                notifications.add(new Notification(
                        row.getObject("id", UUID.class),
                        row.getObject("recipient_id", UUID.class),
                        row.getObject("event_id", UUID.class),
                        NotificationKind.ofWireName(row.getString("kind")),
                        row.getString("room"),
                        row.getObject("room_id", UUID.class),
                        row.getLong("seq"),
                        "",
                        row.getObject("actor_id", UUID.class),
                        row.getString("actor_name"),
                        row.getString("title"),
                        row.getString("text"),
                        row.getObject("created_at", OffsetDateTime.class).toInstant(),
                        time(row, "read_at")));
            }
        }
        return notifications;
    }

    private static void bindMarks(PreparedStatement statement, int first, List<ReadMark> marks) throws SQLException {
        bind(statement, first, "uuid", marks, ReadMark::userId);
        bind(statement, first + 1, "uuid", marks, ReadMark::roomId);
        bind(statement, first + 2, "int8", marks, ReadMark::seq);
    }

    private static <T> void bind(
            PreparedStatement statement, int parameter, String type, List<T> rows, Function<T, @Nullable Object> column)
            throws SQLException {
        statement.setArray(
                parameter,
                statement
                        .getConnection()
                        .createArrayOf(type, rows.stream().map(column).toArray()));
    }

    private static OffsetDateTime utc(Instant time) {
        return time.atOffset(ZoneOffset.UTC);
    }

    private static @Nullable Instant time(ResultSet row, String column) throws SQLException {
        OffsetDateTime time = row.getObject(column, OffsetDateTime.class);
        return time == null ? null : time.toInstant();
    }
}
