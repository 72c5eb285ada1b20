package dev.confab.chat.account;

import static dev.confab.chat.account.People.PASSWORD;
import static dev.confab.chat.account.People.as;
import static org.assertj.core.api.Assertions.assertThat;

import dev.confab.chat.account.People.SignedIn;
import dev.confab.common.account.AccountState;
import dev.confab.local.test.EmbeddedStackResource;
import io.quarkus.test.common.QuarkusTestResource;
import io.quarkus.test.common.ResourceArg;
import io.quarkus.test.junit.QuarkusTest;
import jakarta.inject.Inject;
import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.SQLException;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.UUID;
import javax.sql.DataSource;
import org.junit.jupiter.api.Test;

@QuarkusTest
@QuarkusTestResource(value = EmbeddedStackResource.class, initArgs = @ResourceArg(name = "database", value = "chat"))
class AccountPublicationTest {

    @Inject
    AccountPublisher publisher;

    @Inject
    DataSource database;

    @Test
    void publishesEveryChangeInOrder() {
        Instant before = Instant.now();
        SignedIn admin = People.admin();
        SignedIn ada = People.register("published");
        String path = "/api/users/" + ada.username();
        as(admin)
                .body(Map.of("roles", List.of("staff")))
                .put(path + "/roles")
                .then()
                .statusCode(200);
        as(admin).body(Map.of("reason", "spam")).post(path + "/ban").then().statusCode(200);
        as(admin).delete(path + "/ban").then().statusCode(200);
        SignedIn again = People.login(ada.username(), PASSWORD);
        as(again)
                .body(Map.of("currentPassword", PASSWORD, "newPassword", PASSWORD + "!"))
                .post("/api/me/password")
                .then()
                .statusCode(204);
        as(admin).delete(path).then().statusCode(204);

        try (AccountTopic topic = new AccountTopic()) {
            List<Optional<AccountState>> states = topic.untilEnough(UUID.fromString(ada.id()), all -> all.size() >= 6);
            assertThat(states).hasSize(6);
            List<AccountState> present =
                    states.subList(0, 5).stream().map(Optional::orElseThrow).toList();
            assertThat(present)
                    .allSatisfy(state -> assertThat(state.username()).isEqualTo(ada.username()))
                    .allSatisfy(state -> assertThat(state.email()).isEqualTo(ada.username() + "@example.org"))
                    .extracting(AccountState::version)
                    .containsExactly(1L, 2L, 3L, 4L, 5L);
            assertThat(present.get(0).roles()).containsExactly("user");
            assertThat(present.get(0).validAfter()).isNull();
            assertThat(present.get(1).roles()).containsExactlyInAnyOrder("user", "staff");
            assertThat(present.get(1).validAfter()).isAfterOrEqualTo(before.minusMillis(1));
            assertThat(present).extracting(AccountState::banned).containsExactly(false, false, true, false, false);
            assertThat(present.get(4).validAfter())
                    .isAfter(present.get(1).validAfter())
                    .isAfterOrEqualTo(present.get(2).validAfter());
            assertThat(states.getLast()).isEmpty();
        }
    }

    @Test
    void publishesAccountsOfEarlierTimesOnce() throws SQLException {
        SignedIn ada = People.register("earlier");
        try (Connection connection = database.getConnection();
                PreparedStatement forget = connection.prepareStatement(
                        "UPDATE account SET state_version = 0, email = NULL WHERE id = ?::uuid")) {
            forget.setString(1, ada.id());
            forget.executeUpdate();
        }
        publisher.publishUnpublished();
        publisher.publishUnpublished();
        as(People.admin())
                .body(Map.of("reason", "spam"))
                .post("/api/users/" + ada.username() + "/ban")
                .then()
                .statusCode(200);
        try (AccountTopic topic = new AccountTopic()) {
            List<AccountState> states = topic
                    .untilEnough(
                            UUID.fromString(ada.id()),
                            all -> all.stream().flatMap(Optional::stream).anyMatch(AccountState::banned))
                    .stream()
                    .map(Optional::orElseThrow)
                    .toList();
            // Once when it was registered, and once more because the database was made to forget that.
            assertThat(states)
                    .extracting(AccountState::email)
                    .containsExactly(ada.username() + "@example.org", null, null);
            assertThat(states).extracting(AccountState::version).containsExactly(1L, 1L, 2L);
        }
    }
}
