package dev.confab.common.stream;

import dev.confab.local.EmbeddedPostgres;
import dev.confab.local.EmbeddedStack;
import io.agroal.api.AgroalDataSource;
import io.agroal.api.configuration.supplier.AgroalDataSourceConfigurationSupplier;
import io.agroal.api.exceptionsorter.PostgreSQLExceptionSorter;
import io.agroal.api.security.NamePrincipal;
import io.agroal.api.security.SimplePassword;
import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.sql.Connection;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Objects;
import java.util.UUID;

/** A database of its own with the log's tables, on the shared PostgreSQL. */
public final class LogDatabase implements AutoCloseable {
    private final String name = "log_" + UUID.randomUUID().toString().replace("-", "");
    private final List<AgroalDataSource> pools = new ArrayList<>();

    public LogDatabase() throws SQLException, IOException {
        try (Connection connection = postgres().connect("confab_chat");
                Statement statement = connection.createStatement()) {
            statement.execute("create database " + name);
        }
        for (String migration : List.of(
                "V0_1__event_log",
                "V0_2__record_outbox",
                "V0_6__append_fresh",
                "V0_8__relay_plans",
                "V0_10__append_in_one")) {
            try (InputStream script =
                    Objects.requireNonNull(StreamLog.class.getResourceAsStream("/db/stream/" + migration + ".sql"))) {
                execute(new String(script.readAllBytes(), StandardCharsets.UTF_8));
            }
        }
    }

    public static EmbeddedPostgres postgres() {
        return EmbeddedStack.shared().postgres();
    }

    public String name() {
        return name;
    }

    /** A pool as one node has it. */
    public AgroalDataSource pool() throws SQLException {
        AgroalDataSource pool = AgroalDataSource.from(new AgroalDataSourceConfigurationSupplier()
                .connectionPoolConfiguration(pooled -> pooled.maxSize(20)
                        .exceptionSorter(new PostgreSQLExceptionSorter())
                        .acquisitionTimeout(Duration.ofSeconds(30))
                        .connectionFactoryConfiguration(factory -> factory.jdbcUrl(
                                        postgres().jdbcUrl(name))
                                .principal(new NamePrincipal(postgres().username()))
                                .credential(new SimplePassword(postgres().password())))));
        pools.add(pool);
        return pool;
    }

    public Connection connect() throws SQLException {
        return postgres().connect(name);
    }

    public void execute(String sql) throws SQLException {
        try (Connection connection = connect();
                Statement statement = connection.createStatement()) {
            statement.execute(sql);
        }
    }

    /** The first column of all rows, as text. */
    public List<String> column(String sql) throws SQLException {
        try (Connection connection = connect();
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

    public UUID newStream(StreamKind kind, String streamName) throws SQLException {
        UUID id = UUID.randomUUID();
        try (Connection connection = connect()) {
            StreamStore.create(connection, id, kind, streamName);
        }
        return id;
    }

    @Override
    public void close() throws SQLException {
        pools.forEach(AgroalDataSource::close);
        try (Connection connection = postgres().connect("confab_chat");
                Statement statement = connection.createStatement()) {
            statement.execute("drop database " + name + " with (force)");
        }
    }
}
