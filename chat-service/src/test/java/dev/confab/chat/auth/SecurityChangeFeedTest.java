package dev.confab.chat.auth;

import static dev.confab.chat.account.People.as;
import static dev.confab.chat.account.People.register;
import static dev.confab.local.test.Patience.await;
import static io.restassured.RestAssured.given;
import static org.assertj.core.api.Assertions.assertThat;

import dev.confab.chat.account.People.SignedIn;
import dev.confab.common.error.ErrorCode;
import dev.confab.local.test.EmbeddedStackResource;
import io.agroal.api.AgroalDataSource;
import io.quarkus.test.common.QuarkusTestResource;
import io.quarkus.test.common.ResourceArg;
import io.quarkus.test.junit.QuarkusTest;
import jakarta.inject.Inject;
import jakarta.inject.Singleton;
import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.SQLException;
import java.util.Queue;
import java.util.Set;
import java.util.UUID;
import java.util.concurrent.ConcurrentLinkedQueue;
import org.junit.jupiter.api.Test;

/** Changes are written as another node would, past the service of this one. */
@QuarkusTest
@QuarkusTestResource(value = EmbeddedStackResource.class, initArgs = @ResourceArg(name = "database", value = "chat"))
class SecurityChangeFeedTest {
    @Inject
    AgroalDataSource database;

    @Inject
    Told told;

    @Test
    void aChangeOfAnotherNodeIsTold() throws SQLException {
        UUID user = UUID.randomUUID();
        UUID session = UUID.randomUUID();
        try (Connection connection = database.getConnection()) {
            insert(connection, user, session);
        }

        await().untilAsserted(() -> assertThat(told.users).contains(user));
    }

    @Test
    void aChangeThatCommitsLateIsNotMissed() throws SQLException {
        UUID late = UUID.randomUUID();
        UUID early = UUID.randomUUID();
        try (Connection slow = database.getConnection()) {
            slow.setAutoCommit(false);
            insert(slow, late, UUID.randomUUID());
            try (Connection quick = database.getConnection()) {
                insert(quick, early, UUID.randomUUID());
            }
            // The later change is told while the earlier transaction still runs.
            await().untilAsserted(() -> assertThat(told.users).contains(early));
            assertThat(told.users).doesNotContain(late);
            slow.commit();
            slow.setAutoCommit(true);
        }

        await().untilAsserted(() -> assertThat(told.users).contains(late));
        assertThat(told.users).containsOnlyOnce(early);
    }

    @Test
    void aBanByAnotherNodeReachesWhatThisNodeRemembers() throws SQLException {
        SignedIn troll = register("remembered");
        as(troll).get("/api/me").then().statusCode(200);
        try (Connection other = database.getConnection()) {
            other.setAutoCommit(false);
            try (PreparedStatement ban =
                    other.prepareStatement("UPDATE account SET banned_at = now(), ban_reason = 'x',"
                            + " security_stamp = security_stamp + 1 WHERE id = CAST(? AS uuid)")) {
                ban.setString(1, troll.id());
                ban.executeUpdate();
            }
            insert(other, UUID.fromString(troll.id()));
            other.commit();
            other.setAutoCommit(true);
        }

        await().untilAsserted(() -> as(troll).get("/api/me").then().statusCode(403));
        given().cookie("confab_session", troll.session()).get("/api/me").then().statusCode(403);
    }

    private static void insert(Connection connection, UUID user, UUID... sessions) throws SQLException {
        try (PreparedStatement insert = connection.prepareStatement(
                "INSERT INTO security_change (account_id, ended_sign_ins, reason) VALUES (?, ?, 'banned')")) {
            insert.setObject(1, user);
            insert.setArray(2, connection.createArrayOf("uuid", (Object[]) sessions));
            insert.executeUpdate();
        }
    }

    /** Somebody who has to know. */
    @Singleton
    static class Told implements SecurityChangeListener {
        final Queue<UUID> users = new ConcurrentLinkedQueue<>();

        @Override
        public void onSecurityChange(UUID userId, Set<UUID> endedSessions, ErrorCode reason) {
            users.add(userId);
        }
    }
}
