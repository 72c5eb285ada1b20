package dev.confab.chat.database;

import static dev.confab.local.test.Patience.PATIENCE;
import static dev.confab.local.test.Patience.await;
import static org.assertj.core.api.Assertions.assertThat;

import dev.confab.chat.testing.TestRooms;
import dev.confab.chat.testing.TestUser;
import dev.confab.common.error.ConfabException;
import dev.confab.common.error.ErrorCode;
import dev.confab.common.stream.AppendRequest;
import dev.confab.common.stream.AppendResult;
import dev.confab.common.stream.StreamLog;
import dev.confab.local.test.EmbeddedStackResource;
import dev.confab.local.test.LossyProxy;
import dev.confab.local.test.LossyProxy.Direction;
import io.quarkus.test.common.QuarkusTestResource;
import io.quarkus.test.common.ResourceArg;
import io.quarkus.test.junit.QuarkusTest;
import io.quarkus.test.junit.QuarkusTestProfile;
import io.quarkus.test.junit.TestProfile;
import io.restassured.response.Response;
import jakarta.inject.Inject;
import java.sql.Connection;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.UUID;
import java.util.concurrent.CompletableFuture;
import java.util.stream.IntStream;
import javax.sql.DataSource;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

/** The network between the service and its database loses everything for a while, and nobody is told. */
@QuarkusTest
@QuarkusTestResource(value = EmbeddedStackResource.class, initArgs = @ResourceArg(name = "database", value = "chat"))
@QuarkusTestResource(value = CutOffDatabase.class, restrictToAnnotatedClass = true)
@TestProfile(CutOffDatabaseTest.Hasty.class)
class CutOffDatabaseTest {

    LossyProxy network;

    @Inject
    StreamLog log;

    @Inject
    DataSource pool;

    @AfterEach
    void heal() {
        network.heal();
    }

    @Test
    void whoNeedsItIsToldInTimeAndAllGoesOnWhenItIsBack() throws SQLException {
        TestUser ada = TestUser.register();
        String room = TestRooms.uniqueName("room");
        UUID id = UUID.fromString(ada.rest().put("/api/rooms/{room}", room).path("id"));
        assertThat(append(id, ada)).succeedsWithin(PATIENCE);
        haveIdleConnections(5);

        network.stop(Direction.TO_SERVER);
        network.stop(Direction.TO_CLIENT);
        assertThat(append(id, ada))
                .failsWithin(PATIENCE)
                .withThrowableThat()
                .withCauseInstanceOf(ConfabException.class)
                .satisfies(failed ->
                        assertThat(((ConfabException) failed.getCause()).code()).isEqualTo(ErrorCode.UNAVAILABLE));
        List<CompletableFuture<Response>> asked = IntStream.range(0, 10)
                .mapToObj(_ -> CompletableFuture.supplyAsync(() -> ada.rest().get("/api/rooms/{room}", room)))
                .toList();
        for (CompletableFuture<Response> answer : asked) {
            assertThat(answer).succeedsWithin(PATIENCE).satisfies(refused -> {
                assertThat(refused.statusCode()).isEqualTo(503);
                assertThat(refused.jsonPath().getString("code")).isEqualTo("unavailable");
            });
        }

        network.heal();
        await().untilAsserted(() -> assertThat(
                        ada.rest().get("/api/rooms/{room}", room).statusCode())
                .isEqualTo(200));
        await().untilAsserted(() -> assertThat(append(id, ada)).succeedsWithin(PATIENCE));
    }

    @Test
    void theServerGivesUpNodesThatVanish() throws SQLException {
        for (String setting : List.of(
                "tcp_keepalives_idle",
                "tcp_user_timeout",
                "client_connection_check_interval",
                "idle_in_transaction_session_timeout")) {
            try (Connection connection = pool.getConnection();
                    Statement statement = connection.createStatement();
                    ResultSet row = statement.executeQuery(
                            "SELECT setting, source FROM pg_settings WHERE name = '" + setting + "'")) {
                assertThat(row.next()).isTrue();
                assertThat(row.getLong(1)).as(setting).isPositive();
                assertThat(row.getString(2)).as(setting).isEqualTo("session");
            }
        }
    }

    private CompletableFuture<AppendResult> append(UUID room, TestUser author) {
        return log.append(new AppendRequest(
                room, "message.posted", author.id(), author.name(), null, "{\"text\":\"hello\"}", null));
    }

    private void haveIdleConnections(int count) throws SQLException {
        List<Connection> used = new ArrayList<>();
        for (int i = 0; i < count; i++) {
            used.add(pool.getConnection());
        }
        for (Connection connection : used) {
            connection.close();
        }
    }

    /** Gives up soon, and has migrations that take longer than any answer may. */
    public static class Hasty implements QuarkusTestProfile {
        @Override
        public Map<String, String> getConfigOverrides() {
            return Map.of(
                    "quarkus.datasource.jdbc.additional-jdbc-properties.socketTimeout", "3",
                    "confab.stream.append.timeout", "4s",
                    "quarkus.flyway.init-sql", "select pg_sleep(4)");
        }
    }
}
