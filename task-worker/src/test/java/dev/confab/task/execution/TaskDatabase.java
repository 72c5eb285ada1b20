package dev.confab.task.execution;

import dev.confab.local.EmbeddedPostgres;
import dev.confab.local.EmbeddedStack;
import io.agroal.api.AgroalDataSource;
import io.agroal.api.configuration.supplier.AgroalDataSourceConfigurationSupplier;
import io.agroal.api.exceptionsorter.PostgreSQLExceptionSorter;
import io.agroal.api.security.NamePrincipal;
import io.agroal.api.security.SimplePassword;
import java.sql.Connection;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.UUID;
import org.flywaydb.core.Flyway;

/** A database of its own with the tables of tasks, on the shared PostgreSQL. */
public final class TaskDatabase implements AutoCloseable {
    /** As in application.properties. */
    private static final String NEW_CONNECTION = "select set_config('enable_seqscan', 'off', false),"
            + " set_config('jit', 'off', false), set_config('idle_in_transaction_session_timeout', '10s', false)";

    private final String name = "task_" + UUID.randomUUID().toString().replace("-", "");
    private final List<AgroalDataSource> pools = new ArrayList<>();
    private final AgroalDataSource pool;

    public TaskDatabase() throws SQLException {
        admin("create database " + name);
        pool = newPool();
        Flyway.configure()
                .dataSource(pool)
                .locations("db/stream", "db/migration")
                .load()
                .migrate();
    }

    /** A pool as one worker has it: connections that an interrupt has broken are thrown away. */
    AgroalDataSource newPool() throws SQLException {
        EmbeddedPostgres postgres = EmbeddedStack.shared().postgres();
        AgroalDataSource made = AgroalDataSource.from(new AgroalDataSourceConfigurationSupplier()
                .connectionPoolConfiguration(pooled -> pooled.maxSize(20)
                        .exceptionSorter(new PostgreSQLExceptionSorter())
                        .acquisitionTimeout(Duration.ofSeconds(60))
                        .connectionFactoryConfiguration(factory -> factory.jdbcUrl(postgres.jdbcUrl(name))
                                .initialSql(NEW_CONNECTION)
                                .principal(new NamePrincipal(postgres.username()))
                                .credential(new SimplePassword(postgres.password())))));
        pools.add(made);
        return made;
    }

    public AgroalDataSource pool() {
        return pool;
    }

    public void execute(String sql) throws SQLException {
        try (Connection connection = pool.getConnection();
                Statement statement = connection.createStatement()) {
            statement.execute(sql);
        }
    }

    /** The first column of all rows, as text. */
    public List<String> column(String sql) throws SQLException {
        try (Connection connection = pool.getConnection();
                Statement statement = connection.createStatement();
                ResultSet rows = statement.executeQuery(sql)) {
            List<String> values = new ArrayList<>();
            while (rows.next()) {
                values.add(rows.getString(1));
            }
            return values;
        }
    }

    public long number(String sql) throws SQLException {
        return Long.parseLong(column(sql).getFirst());
    }

    @Override
    public void close() throws SQLException {
        pools.forEach(AgroalDataSource::close);
        admin("drop database " + name + " with (force)");
    }

    private static void admin(String sql) throws SQLException {
        try (Connection connection = EmbeddedStack.shared().postgres().connect("confab_task");
                Statement statement = connection.createStatement()) {
            statement.execute(sql);
        }
    }
}
