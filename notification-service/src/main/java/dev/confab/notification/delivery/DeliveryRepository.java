package dev.confab.notification.delivery;

import dev.confab.common.transaction.CallerTransaction;
import jakarta.enterprise.context.ApplicationScoped;
import java.sql.Array;
import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.time.Instant;
import java.time.OffsetDateTime;
import java.time.ZoneOffset;
import java.util.ArrayList;
import java.util.Collection;
import java.util.List;
import java.util.Objects;
import java.util.Optional;
import java.util.UUID;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;

/** Stores deliveries. Every method joins the caller's transaction. */
@ApplicationScoped
class DeliveryRepository {
    private static final String PLAN = """
            insert into notification_delivery (
                notification_id, channel, id, state, reason, created_at, due_at, decided_at, request_id, trace_parent)
            select p.notification_id, 'email', p.id, case when p.read then 'skipped' else 'pending' end,
                   case when p.read then ? end, ?, ?, case when p.read then ?::timestamptz end, p.request_id, p.trace_parent
            from unnest(?, ?, ?, ?, ?) as p (notification_id, id, read, request_id, trace_parent)
            on conflict do nothing
            """;
    private static final String SKIP = """
            update notification_delivery
            set state = 'skipped', reason = ?, decided_at = ?
            where notification_id = any (?) and state = 'pending'
            """;
    private static final String NEXT_DUE = "select min(due_at) from notification_delivery where state = 'pending'";
    private static final String DUE_COLUMNS = """
            select d.id, d.notification_id, n.recipient_id, r.username, r.email, r.version >= 0 as known, r.banned, n.kind,
                   n.room, n.seq, n.actor_name, n.text, d.created_at as planned_at, n.created_at as happened_at, n.read_at,
                   d.request_id, d.trace_parent
            from notification_delivery d
            join notification n on n.id = d.notification_id
            join recipient r on r.user_id = n.recipient_id
            """;
    private static final String DUE =
            DUE_COLUMNS + "where d.state = 'pending' and d.due_at <= ? order by d.due_at limit ?";
    /** Whoever reads a notification holds its row, so it can be found read here or later, but never in between. */
    private static final String LOCK =
            DUE_COLUMNS + "where d.id = ? and d.state = 'pending' and d.due_at <= ? for update of d, n skip locked";

    private static final String DECIDE = """
            update notification_delivery set state = ?, reason = ?, decided_at = ? where id = ?
            """;
    private static final String POSTPONE = """
            update notification_delivery set due_at = ?, reason = ? where id = ? and state = 'pending'
            """;
    private static final String FIND = """
            select d.channel, d.state, d.reason, d.due_at, d.decided_at,
                   case when d.state = 'submitted' then d.id end as task_id
            from notification_delivery d
            join notification n on n.id = d.notification_id
            where n.recipient_id = ? and n.id = ? and d.channel = 'email'
            """;

    private final CallerTransaction transaction;

    DeliveryRepository(CallerTransaction transaction) {
        this.transaction = transaction;
    }

    /** A delivery to be stored; {@code read}: there is nothing left to decide. */
    record Planned(
            UUID notificationId,
            UUID id,
            boolean read,
            @Nullable String requestId,
            @Nullable String traceParent) {}

    void plan(List<Planned> planned, Instant now, Instant due) throws SQLException {
        try (Connection connection = transaction.connection();
                PreparedStatement statement = connection.prepareStatement(PLAN)) {
            statement.setString(1, DeliveryReason.READ.wireName());
            statement.setObject(2, utc(now));
            statement.setObject(3, utc(due));
            statement.setObject(4, utc(now));
            statement.setArray(5, array(connection, "uuid", planned, Planned::notificationId));
            statement.setArray(6, array(connection, "uuid", planned, Planned::id));
            statement.setArray(7, array(connection, "bool", planned, Planned::read));
            statement.setArray(8, array(connection, "text", planned, Planned::requestId));
            statement.setArray(9, array(connection, "text", planned, Planned::traceParent));
            statement.executeUpdate();
        }
    }

    /** Decides all of these that are undecided. */
    int skip(Collection<UUID> notificationIds, DeliveryReason reason, Instant now) throws SQLException {
        try (Connection connection = transaction.connection();
                PreparedStatement statement = connection.prepareStatement(SKIP)) {
            statement.setString(1, reason.wireName());
            statement.setObject(2, utc(now));
            statement.setArray(3, connection.createArrayOf("uuid", notificationIds.toArray()));
            return statement.executeUpdate();
        }
    }

    /** When the next decision is due, if any is open. */
    Optional<Instant> nextDue() throws SQLException {
        try (Connection connection = transaction.connection();
                PreparedStatement statement = connection.prepareStatement(NEXT_DUE);
                ResultSet row = statement.executeQuery()) {
            return row.next() ? Optional.ofNullable(time(row, 1)) : Optional.empty();
        }
    }

    /** The longest due, without a lock. */
    List<DueDelivery> due(Instant now, int limit) throws SQLException {
        try (Connection connection = transaction.connection();
                PreparedStatement statement = connection.prepareStatement(DUE)) {
            statement.setObject(1, utc(now));
            statement.setInt(2, limit);
            return deliveries(statement);
        }
    }

    /** Locks one that is still due, unless somebody else is at it. */
    Optional<DueDelivery> lock(UUID id, Instant now) throws SQLException {
        try (Connection connection = transaction.connection();
                PreparedStatement statement = connection.prepareStatement(LOCK)) {
            statement.setObject(1, id);
            statement.setObject(2, utc(now));
            return deliveries(statement).stream().findFirst();
        }
    }

    void decide(UUID id, DeliveryState state, DeliveryReason reason, Instant now) throws SQLException {
        try (Connection connection = transaction.connection();
                PreparedStatement statement = connection.prepareStatement(DECIDE)) {
            statement.setString(1, state.wireName());
            statement.setString(2, reason.wireName());
            statement.setObject(3, utc(now));
            statement.setObject(4, id);
            statement.executeUpdate();
        }
    }

    void postpone(UUID id, DeliveryReason reason, Instant until) throws SQLException {
        try (Connection connection = transaction.connection();
                PreparedStatement statement = connection.prepareStatement(POSTPONE)) {
            statement.setObject(1, utc(until));
            statement.setString(2, reason.wireName());
            statement.setObject(3, id);
            statement.executeUpdate();
        }
    }

    Optional<DeliveryView> find(UUID recipient, UUID notificationId) throws SQLException {
        try (Connection connection = transaction.connection();
                PreparedStatement statement = connection.prepareStatement(FIND)) {
            statement.setObject(1, recipient);
            statement.setObject(2, notificationId);
            try (ResultSet row = statement.executeQuery()) {
                return row.next()
                        ? Optional.of(new DeliveryView(
                                row.getString("channel"),
                                row.getString("state"),
                                row.getString("reason"),
                                Objects.requireNonNull(time(row, 4)),
                                time(row, 5),
                                row.getObject("task_id", UUID.class)))
                        : Optional.empty();
            }
        }
    }

    private static List<DueDelivery> deliveries(PreparedStatement statement) throws SQLException {
        List<DueDelivery> found = new ArrayList<>();
        try (ResultSet row = statement.executeQuery()) {
            while (row.next()) {
                found.add(new DueDelivery(
                        row.getObject("id", UUID.class),
                        row.getObject("notification_id", UUID.class),
                        row.getObject("recipient_id", UUID.class),
                        row.getString("username"),
                        row.getString("email"),
                        row.getBoolean("known"),
                        row.getBoolean("banned"),
                        row.getString("kind"),
                        row.getString("room"),
                        row.getLong("seq"),
                        row.getString("actor_name"),
                        row.getString("text"),
                        Objects.requireNonNull(time(row, row.findColumn("planned_at"))),
                        Objects.requireNonNull(time(row, row.findColumn("happened_at"))),
                        time(row, row.findColumn("read_at")),
                        row.getString("request_id"),
                        row.getString("trace_parent")));
            }
        }
        return found;
    }

    private static <T> Array array(
            Connection connection, String type, List<T> rows, Function<T, @Nullable Object> column)
            throws SQLException {
        @Nullable Object[] values = new @Nullable Object[rows.size()];
        for (int i = 0; i < values.length; i++) {
            values[i] = column.apply(rows.get(i));
        }
        return connection.createArrayOf(type, values);
    }

    private static OffsetDateTime utc(Instant time) {
        return time.atOffset(ZoneOffset.UTC);
    }

    private static @Nullable Instant time(ResultSet row, int column) throws SQLException {
        OffsetDateTime time = row.getObject(column, OffsetDateTime.class);
        return time == null ? null : time.toInstant();
    }
}
