package dev.confab.task.purge;

import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.SQLException;
import java.time.Instant;
import java.time.ZoneOffset;

/** Deletes what is over, so many rows at most, and nothing that somebody holds at the moment. */
final class PurgeStore {
    private static final String TASKS = """
            delete from task
            where id in (
                select t.id from task t
                where t.ended_at < ? and (t.state <> 'failed' or t.ended_at < ?)
                order by t.ended_at limit ?
                for update skip locked)
            """;
    private static final String RESULTS = """
            update task
            set result = null
            where id in (
                select t.id from task t
                where t.ended_at < ? and t.result is not null
                order by t.ended_at limit ?
                for no key update skip locked)
            """;
    private static final String FIRES = """
            delete from task_schedule_fire
            where (schedule, fire_at) in (
                select f.schedule, f.fire_at from task_schedule_fire f
                where f.fire_at < ?
                    and f.fire_at < (select max(l.fire_at) from task_schedule_fire l where l.schedule = f.schedule)
                limit ?
                for update skip locked)
            """;

    private PurgeStore() {}

    static int tasks(Connection connection, Instant endedBefore, Instant deadBefore, int limit) throws SQLException {
        try (PreparedStatement statement = connection.prepareStatement(TASKS)) {
            statement.setObject(1, endedBefore.atOffset(ZoneOffset.UTC));
            statement.setObject(2, deadBefore.atOffset(ZoneOffset.UTC));
            statement.setInt(3, limit);
            return statement.executeUpdate();
        }
    }

    static int results(Connection connection, Instant endedBefore, int limit) throws SQLException {
        try (PreparedStatement statement = connection.prepareStatement(RESULTS)) {
            statement.setObject(1, endedBefore.atOffset(ZoneOffset.UTC));
            statement.setInt(2, limit);
            return statement.executeUpdate();
        }
    }

    static int fires(Connection connection, Instant before, int limit) throws SQLException {
        try (PreparedStatement statement = connection.prepareStatement(FIRES)) {
            statement.setObject(1, before.atOffset(ZoneOffset.UTC));
            statement.setInt(2, limit);
            return statement.executeUpdate();
        }
    }
}
