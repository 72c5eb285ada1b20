package dev.confab.common.stream;

import static org.assertj.core.api.Assertions.assertThat;

import dev.confab.common.stream.StreamStore.Incarnation;
import java.sql.Connection;
import java.sql.Statement;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

class LogIncarnationTest {
    private LogDatabase database;
    private Connection connection;
    private StreamStore store;

    @BeforeEach
    void createDatabase() throws Exception {
        database = new LogDatabase();
        connection = database.connect();
        store = new StreamStore(database.pool());
    }

    @AfterEach
    void dropDatabase() throws Exception {
        connection.close();
        database.close();
    }

    @Test
    void staysWhileTheServerIsTheSame() throws Exception {
        Incarnation first = store.incarnation(connection, null);
        assertThat(first.detected()).isTrue();
        assertThat(first.isNew()).isFalse();
        assertThat(store.incarnation(connection, null)).isEqualTo(first);
    }

    @Test
    void beginsAnewOnAnotherServerOrTimeline() throws Exception {
        String first = store.incarnation(connection, null).epoch();
        database.execute("update log_incarnation set timeline = '0000000A'");
        Incarnation promoted = store.incarnation(connection, null);
        assertThat(promoted.isNew()).isTrue();
        assertThat(promoted.epoch()).isNotEqualTo(first);
        database.execute("update log_incarnation set system_identifier = '1'");
        Incarnation restored = store.incarnation(connection, null);
        assertThat(restored.isNew()).isTrue();
        assertThat(store.incarnation(connection, null).isNew()).isFalse();
    }

    @Test
    void aNameGivenByTheOperatorCountsInsteadOfTheServer() throws Exception {
        Incarnation named = store.incarnation(connection, "blue");
        assertThat(named.isNew()).isTrue();
        database.execute("update log_incarnation set timeline = '0000000A'");
        assertThat(store.incarnation(connection, "blue").epoch()).isEqualTo(named.epoch());
        assertThat(store.incarnation(connection, "blue").isNew()).isFalse();
        assertThat(store.incarnation(connection, "green").isNew()).isTrue();
        // Without a name from here on: the server is the one that it was.
        Incarnation unnamed = store.incarnation(connection, null);
        assertThat(unnamed.isNew()).isFalse();
    }

    @Test
    void anOrdinaryRoleNoticesARestoreToo() throws Exception {
        String epoch = store.incarnation(connection, null).epoch();
        withOrdinaryRole(false, () -> {
            assertThat(store.incarnation(connection, null).detected()).isTrue();
            database.execute("update log_incarnation set timeline = '0000000A'");
            assertThat(store.incarnation(connection, null).epoch()).isNotEqualTo(epoch);
        });
    }

    @Test
    void aRoleThatMayNotReadTheServersIdentityGoesOnAndSaysSo() throws Exception {
        String epoch = store.incarnation(connection, null).epoch();
        withOrdinaryRole(true, () -> {
            Incarnation blind = store.incarnation(connection, null);
            assertThat(blind.detected()).isFalse();
            assertThat(blind.isNew()).isFalse();
            assertThat(blind.epoch()).isEqualTo(epoch);
            assertThat(store.incarnation(connection, "after the restore").isNew())
                    .isTrue();
        });
    }

    private interface Check {
        void run() throws Exception;
    }

    private void withOrdinaryRole(boolean blind, Check check) throws Exception {
        String role = "ordinary_" + System.nanoTime();
        try (Statement statement = connection.createStatement()) {
            statement.execute("create role " + role);
            statement.execute("grant all on all tables in schema public to " + role);
            if (blind) {
                statement.execute("revoke execute on function pg_control_system() from public");
            }
            try {
                statement.execute("set role " + role);
                check.run();
            } finally {
                statement.execute("reset role");
                statement.execute("grant execute on function pg_control_system() to public");
                statement.execute("drop owned by " + role);
                statement.execute("drop role " + role);
            }
        }
    }
}
