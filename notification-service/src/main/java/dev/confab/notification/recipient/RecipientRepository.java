package dev.confab.notification.recipient;

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
import java.util.Arrays;
import java.util.Collection;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeMap;
import java.util.UUID;
import org.jspecify.annotations.Nullable;

/** Stores recipients. Every method joins the caller's transaction. */
@ApplicationScoped
class RecipientRepository {
    private static final String COLUMNS = "user_id, username, email, roles, banned, valid_after, version, deleted";
    private static final String MAKE = """
            insert into recipient (user_id, username)
            select w.user_id, w.username from unnest(?, ?) as w (user_id, username) order by w.user_id
            on conflict (user_id) do nothing
            """;
    private static final String LOCK =
            "select " + COLUMNS + " from recipient where user_id = any (?) order by user_id for update";
    private static final String FIND = "select " + COLUMNS + " from recipient where user_id = ?";
    private static final String FIND_BY_NAME = "select " + COLUMNS
            + " from recipient where lower(username) = lower(?) and not deleted order by version desc limit 1";
    private static final String CHANGE = """
            update recipient
            set username = ?, email = ?, roles = ?, banned = ?, valid_after = ?, version = ?, deleted = ?
            where user_id = ?
            """;

    private final CallerTransaction transaction;

    RecipientRepository(CallerTransaction transaction) {
        this.transaction = transaction;
    }

    /** Makes those that do not exist. */
    void make(Map<UUID, String> names) throws SQLException {
        List<UUID> ids = new ArrayList<>(names.keySet());
        List<String> usernames = ids.stream().map(names::get).toList();
        try (Connection connection = transaction.connection();
                PreparedStatement statement = connection.prepareStatement(MAKE)) {
            statement.setArray(1, connection.createArrayOf("uuid", ids.toArray()));
            statement.setArray(2, connection.createArrayOf("text", usernames.toArray()));
            statement.executeUpdate();
        }
    }

    /** Locks those that exist, in the order of their ids, until the transaction ends. */
    Map<UUID, Recipient> lock(Collection<UUID> ids) throws SQLException {
        try (Connection connection = transaction.connection();
                PreparedStatement statement = connection.prepareStatement(LOCK)) {
            statement.setArray(1, connection.createArrayOf("uuid", ids.toArray()));
            Map<UUID, Recipient> locked = new TreeMap<>();
            try (ResultSet rows = statement.executeQuery()) {
                while (rows.next()) {
                    Recipient recipient = read(rows);
                    locked.put(recipient.userId(), recipient);
                }
            }
            return locked;
        }
    }

    Optional<Recipient> find(UUID id) throws SQLException {
        try (Connection connection = transaction.connection();
                PreparedStatement statement = connection.prepareStatement(FIND)) {
            statement.setObject(1, id);
            return first(statement);
        }
    }

    /** By name, upper and lower case alike. */
    Optional<Recipient> findByName(String username) throws SQLException {
        try (Connection connection = transaction.connection();
                PreparedStatement statement = connection.prepareStatement(FIND_BY_NAME)) {
            statement.setString(1, username);
            return first(statement);
        }
    }

    void change(Collection<Recipient> recipients) throws SQLException {
        try (Connection connection = transaction.connection();
                PreparedStatement statement = connection.prepareStatement(CHANGE)) {
            for (Recipient recipient : recipients) {
                statement.setString(1, recipient.username());
                statement.setString(2, recipient.email());
                statement.setArray(
                        3, connection.createArrayOf("text", recipient.roles().toArray()));
                statement.setBoolean(4, recipient.banned());
                statement.setObject(
                        5,
                        recipient.validAfter() == null
                                ? null
                                : recipient.validAfter().atOffset(ZoneOffset.UTC));
                statement.setLong(6, recipient.version());
                statement.setBoolean(7, recipient.deleted());
                statement.setObject(8, recipient.userId());
                statement.addBatch();
            }
            statement.executeBatch();
        }
    }

    private static Optional<Recipient> first(PreparedStatement statement) throws SQLException {
        try (ResultSet rows = statement.executeQuery()) {
            return rows.next() ? Optional.of(read(rows)) : Optional.empty();
        }
    }

    private static Recipient read(ResultSet row) throws SQLException {
        return new Recipient(
                row.getObject("user_id", UUID.class),
                row.getString("username"),
                row.getString("email"),
                texts(row.getArray("roles")),
                row.getBoolean("banned"),
                time(row, "valid_after"),
                row.getLong("version"),
                row.getBoolean("deleted"));
    }

    private static Set<String> texts(Array array) throws SQLException {
        return Set.copyOf(Arrays.asList((String[]) array.getArray()));
    }

    private static @Nullable Instant time(ResultSet row, String column) throws SQLException {
        OffsetDateTime time = row.getObject(column, OffsetDateTime.class);
        return time == null ? null : time.toInstant();
    }
}
