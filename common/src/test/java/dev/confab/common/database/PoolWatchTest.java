package dev.confab.common.database;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.awaitility.Awaitility.await;

import dev.confab.common.stream.LogDatabase;
import io.agroal.api.AgroalDataSource;
import jakarta.enterprise.inject.Instance;
import java.io.IOException;
import java.io.InputStream;
import java.lang.reflect.Proxy;
import java.sql.Connection;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Properties;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

class PoolWatchTest {
    private static final Duration LONG = Duration.ofSeconds(60);
    private static final int IDLE = 4;

    private LogDatabase database;
    private AgroalDataSource pool;

    @BeforeEach
    void createPool() throws Exception {
        database = new LogDatabase();
        pool = database.pool();
        pool.setPoolInterceptors(List.of(new PoolWatch(only(pool))));
    }

    @AfterEach
    void dropDatabase() throws Exception {
        database.close();
    }

    @Test
    void aConnectionThatBrokeInUseTakesTheIdleOnesWithIt() throws Exception {
        List<Integer> idle = open(IDLE);
        try (Connection broken = pool.getConnection()) {
            int backend = backendOf(broken);
            database.column("select pg_terminate_backend(" + backend + ")");
            // The server's last words come first, then the driver finds nobody there.
            assertThatThrownBy(() -> backendOf(broken)).isInstanceOf(SQLException.class);
            assertThatThrownBy(() -> backendOf(broken)).isInstanceOf(SQLException.class);
            idle.remove((Integer) backend);
        }
        assertThat(idle).hasSize(IDLE - 1);
        await().atMost(LONG).until(() -> connected(idle) == 0);

        try (Connection next = pool.getConnection()) {
            assertThat(next.isValid(30)).isTrue();
        }
    }

    @Test
    void oneThatIsOnlyClosedLeavesTheOthersAlone() throws Exception {
        List<Integer> idle = open(IDLE);
        try (Connection given = pool.getConnection()) {
            assertThat(idle).contains(backendOf(given));
        }
        assertThat(connected(idle)).isEqualTo(IDLE);
    }

    @Test
    void patienceEndsWithTheUseOfAConnection() throws Exception {
        int usual;
        try (Connection first = pool.getConnection()) {
            usual = first.getNetworkTimeout();
            LongStatement.expectOn(first);
            assertThat(first.getNetworkTimeout()).isNotEqualTo(usual);
        }
        try (Connection again = pool.getConnection()) {
            assertThat(again.getNetworkTimeout()).isEqualTo(usual);
        }
    }

    @Test
    void servicesGiveUpAnAnswerWithinSecondsUnlessTheyAreToldOtherwise() throws IOException {
        Properties defaults = new Properties();
        try (InputStream file = PoolWatch.class.getResourceAsStream("/META-INF/microprofile-config.properties")) {
            defaults.load(file);
        }
        String driver = "quarkus.datasource.jdbc.additional-jdbc-properties.";
        assertThat(Integer.parseInt(defaults.getProperty(driver + "socketTimeout")))
                .isBetween(5, 30);
        assertThat(Integer.parseInt(defaults.getProperty(driver + "connectTimeout")))
                .isBetween(2, 10);
    }

    /** Has that many connections in the pool that nobody uses. */
    private List<Integer> open(int count) throws SQLException {
        List<Connection> used = new ArrayList<>();
        List<Integer> backends = new ArrayList<>();
        for (int i = 0; i < count; i++) {
            Connection connection = pool.getConnection();
            used.add(connection);
            backends.add(backendOf(connection));
        }
        for (Connection connection : used) {
            connection.close();
        }
        return backends;
    }

    private long connected(List<Integer> backends) throws SQLException {
        String ids = String.join(",", backends.stream().map(Object::toString).toList());
        return database.number("select count(*) from pg_stat_activity where pid in (" + ids + ")");
    }

    private static int backendOf(Connection connection) throws SQLException {
        try (Statement statement = connection.createStatement();
                ResultSet row = statement.executeQuery("select pg_backend_pid()")) {
            row.next();
            return row.getInt(1);
        }
    }

    /** The container's view of a pool that is there already. */
    @SuppressWarnings("unchecked")
    private static Instance<AgroalDataSource> only(AgroalDataSource pool) {
        return (Instance<AgroalDataSource>) Proxy.newProxyInstance(
                PoolWatchTest.class.getClassLoader(), new Class<?>[] {Instance.class}, (_, method, _) -> {
                    if (method.getName().equals("get")) {
                        return pool;
                    }
                    throw new UnsupportedOperationException(method.getName());
                });
    }
}
