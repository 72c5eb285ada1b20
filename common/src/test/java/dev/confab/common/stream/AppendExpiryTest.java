package dev.confab.common.stream;

import static dev.confab.common.stream.TestNode.message;
import static dev.confab.local.test.Patience.await;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.confab.common.error.ConfabException;
import dev.confab.common.error.ErrorCode;
import dev.confab.common.stream.AppendResult.Appended;
import dev.confab.common.stream.AppendResult.Duplicate;
import java.sql.Connection;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.ArrayList;
import java.util.List;
import java.util.UUID;
import java.util.concurrent.CompletableFuture;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** Requests for which the database has no time in time: counted, answered, and never a riddle to whoever repeats them. */
class AppendExpiryTest {
    private static final UUID ALICE = UUID.randomUUID();

    private LogDatabase database;
    private TestNode node;
    private UUID stream;

    @BeforeEach
    void createDatabase() throws Exception {
        database = new LogDatabase();
        node = new TestNode(
                database,
                List.of(),
                "confab.stream.append.timeout",
                "3s",
                "confab.stream.append.lock-timeout",
                "60s",
                "confab.stream.append.max-batch",
                "2");
        stream = database.newStream(StreamKind.ROOM, "r");
    }

    @AfterEach
    void dropDatabase() throws Exception {
        node.close();
        database.close();
    }

    @Test
    void whatWaitedForADatabaseThatWasAwayIsNotStoredAfterItsClientWasTold() throws Exception {
        node.appendAndWait(message(stream, ALICE, "before", "t"));
        List<CompletableFuture<AppendResult>> waiting = new ArrayList<>();
        away(true);
        try {
            // Some are on their way already, the others in the queue.
            for (int i = 0; i < 5; i++) {
                waiting.add(node.append(message(stream, ALICE, "c" + i, "t")));
            }
            waiting.forEach(AppendExpiryTest::isUnavailable);
            assertThat(expired()).isEqualTo(5);
        } finally {
            away(false);
        }

        // After this one all that came before is stored, or never will be.
        node.appendAndWait(message(stream, ALICE, "afterwards", "t"));
        assertThat(stored()).containsExactly("before", "afterwards");
        for (int i = 0; i < 5; i++) {
            assertThat(node.appendAndWait(message(stream, ALICE, "c" + i, "t"))).isInstanceOf(Appended.class);
        }
        assertThat(stored()).containsExactly("before", "afterwards", "c0", "c1", "c2", "c3", "c4");
        assertThat(expired()).isEqualTo(5);
    }

    @Test
    void whatTheDatabaseStoresAfterItsClientWasToldIsFoundByRepeatingIt() throws Exception {
        try (Connection holder = database.connect();
                Statement statement = holder.createStatement()) {
            holder.setAutoCommit(false);
            statement.execute("select from stream for update");
            isUnavailable(node.append(message(stream, ALICE, "c", "t")));
            assertThat(expired()).isEqualTo(1);
            assertThat(stored()).isEmpty();
            holder.rollback();
        }
        // The statement of the first try was still waiting in the database, which does not know that nobody listens.
        await().untilAsserted(() -> assertThat(stored()).containsExactly("c"));

        AppendResult repeated = node.appendAndWait(message(stream, ALICE, "c", "t"));
        assertThat(repeated)
                .isInstanceOfSatisfying(
                        Duplicate.class,
                        duplicate -> assertThat(duplicate.original().seq()).isEqualTo(1));
        assertThat(stored()).containsExactly("c");
    }

    private static void isUnavailable(CompletableFuture<AppendResult> request) {
        assertThatThrownBy(request::join)
                .cause()
                .isInstanceOfSatisfying(
                        ConfabException.class,
                        refusal -> assertThat(refusal.code()).isEqualTo(ErrorCode.UNAVAILABLE));
    }

    private double expired() {
        return node.registry.get("confab.stream.append.expired").counter().count();
    }

    private List<String> stored() throws SQLException {
        return database.column("select client_id from stream_event order by seq");
    }

    /** Lets nobody connect to the database, and ends the connections that there are. */
    private void away(boolean away) throws SQLException {
        try (Connection connection = LogDatabase.postgres().connect("confab_chat");
                Statement statement = connection.createStatement()) {
            statement.execute("alter database " + database.name() + " with allow_connections " + !away);
            if (away) {
                statement.execute("select pg_terminate_backend(pid) from pg_stat_activity where datname = '"
                        + database.name() + "'");
            }
        }
    }
}
