package dev.confab.chat.database;

import static dev.confab.local.test.Patience.await;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.catchThrowable;

import dev.confab.common.error.ConfabException;
import dev.confab.common.error.ErrorCode;
import dev.confab.local.test.EmbeddedStackResource;
import io.quarkus.narayana.jta.QuarkusTransaction;
import io.quarkus.test.common.QuarkusTestResource;
import io.quarkus.test.common.ResourceArg;
import io.quarkus.test.junit.QuarkusTest;
import jakarta.inject.Inject;
import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.util.concurrent.CompletableFuture;
import javax.sql.DataSource;
import org.hibernate.Session;
import org.junit.jupiter.api.Test;

/** What clients are told when a transaction ends otherwise than its caller thought. */
@QuarkusTest
@QuarkusTestResource(value = EmbeddedStackResource.class, initArgs = @ResourceArg(name = "database", value = "chat"))
class LostCommitTest {

    @Inject
    Session database;

    @Inject
    DataSource connections;

    @Test
    void isToldAsAPassingFailureWhenTheConnectionBreaksBeforeTheCommit() {
        Throwable failure =
                catchThrowable(() -> QuarkusTransaction.requiringNew().call(() -> {
                    int backend = database.createNativeQuery("SELECT pg_backend_pid()", Integer.class)
                            .getSingleResult();
                    // On a thread of its own: this one has a transaction, which another connection would join.
                    CompletableFuture.runAsync(() -> end(backend)).join();
                    return backend;
                }));

        assertThat(failure).isNotNull();
        assertThat(ConfabException.of(failure).code()).isEqualTo(ErrorCode.UNAVAILABLE);
    }

    @Test
    void isToldAsADefectWhenWhatIsStoredCannotBe() {
        Throwable failure = catchThrowable(() -> QuarkusTransaction.requiringNew()
                .call(() -> database.createNativeMutationQuery("INSERT INTO room (id) VALUES (NULL)")
                        .executeUpdate()));

        assertThat(ConfabException.of(failure).code()).isEqualTo(ErrorCode.INTERNAL);
    }

    private void end(int backend) {
        await().until(() -> {
            try (Connection connection = connections.getConnection();
                    PreparedStatement statement = connection.prepareStatement(
                            "SELECT count(pg_terminate_backend(pid)) FROM pg_stat_activity WHERE pid = ?")) {
                statement.setInt(1, backend);
                try (ResultSet result = statement.executeQuery()) {
                    return result.next() && result.getInt(1) == 0;
                }
            } catch (SQLException failure) {
                throw new IllegalStateException(failure);
            }
        });
    }
}
