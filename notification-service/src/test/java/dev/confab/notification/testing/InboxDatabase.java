package dev.confab.notification.testing;

import jakarta.enterprise.context.ApplicationScoped;
import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.util.ArrayList;
import java.util.List;
import javax.sql.DataSource;

/** Looks into the service's database. */
@ApplicationScoped
public class InboxDatabase {
    private final DataSource dataSource;

    InboxDatabase(DataSource dataSource) {
        this.dataSource = dataSource;
    }

    /** The ids of all notifications of a person, in the order of the inbox's events that announced them. */
    public List<String> announced(Somebody person) {
        return column(
                "select data -> 'notification' ->> 'id' from stream_event where stream_id = ? and type ="
                        + " 'notification.created' order by seq",
                person);
    }

    public List<String> stored(Somebody person) {
        return column("select id::text from notification where recipient_id = ? order by id", person);
    }

    public List<String> deliveries(Somebody person) {
        return column(
                "select d.state || ' ' || coalesce(d.reason, '-') from notification_delivery d join notification n on"
                        + " n.id = d.notification_id where n.recipient_id = ? order by n.id",
                person);
    }

    public List<String> kinds(Somebody person) {
        return column("select kind from notification where recipient_id = ? order by id", person);
    }

    /** What the notifications of a person say that were not taken back. */
    public List<String> texts(Somebody person) {
        return column(
                "select text from notification where recipient_id = ? and removed_at is null order by id", person);
    }

    /** Of the notifications of a person those that are not read. */
    public List<String> unread(Somebody person) {
        return column("select id::text from notification where recipient_id = ? and read_at is null", person);
    }

    /** All that the events of a person's inbox hold. */
    public List<String> eventData(Somebody person) {
        return column("select data::text from stream_event where stream_id = ? order by seq", person);
    }

    /** How far a person has read the rooms of the test. */
    public List<String> readPositions(Somebody person) {
        return column("select seq::text from read_position where user_id = ?", person);
    }

    /** The types of the events in a person's inbox. */
    public List<String> eventTypes(Somebody person) {
        return column("select type from stream_event where stream_id = ? order by seq", person);
    }

    private List<String> column(String sql, Somebody person) {
        try (Connection connection = dataSource.getConnection();
                PreparedStatement statement = connection.prepareStatement(sql)) {
            statement.setObject(1, person.id());
            List<String> values = new ArrayList<>();
            try (ResultSet rows = statement.executeQuery()) {
                while (rows.next()) {
                    values.add(rows.getString(1));
                }
            }
            return values;
        } catch (SQLException e) {
            throw new IllegalStateException(e);
        }
    }
}
