package dev.confab.chat.account;

import static org.assertj.core.api.Assertions.assertThat;

import dev.confab.chat.account.People.SignedIn;
import dev.confab.chat.testing.Race;
import dev.confab.local.test.EmbeddedStackResource;
import io.quarkus.test.common.QuarkusTestResource;
import io.quarkus.test.common.ResourceArg;
import io.quarkus.test.junit.QuarkusTest;
import jakarta.inject.Inject;
import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.SQLException;
import java.util.List;
import javax.sql.DataSource;
import org.junit.jupiter.api.Test;

@QuarkusTest
@QuarkusTestResource(value = EmbeddedStackResource.class, initArgs = @ResourceArg(name = "database", value = "chat"))
class FirstAdministratorTest {
    private static final int NODES = 4;

    @Inject
    FirstAdministratorService firstAdministrator;

    @Inject
    DataSource database;

    @Test
    void ofNodesThatStartTogetherOneCreatesTheAdministratorAndNoneFails() throws Exception {
        String before = People.admin().username();
        rename(before, People.freshName("before"));

        List<Boolean> started = Race.of(NODES, _ -> {
            firstAdministrator.start(null);
            return true;
        });

        assertThat(started).hasSize(NODES);
        SignedIn admin = People.admin();
        assertThat(admin.username()).isEqualTo(before);
    }

    /** As if the account had never been made; it keeps what refers to it. */
    private void rename(String from, String to) throws SQLException {
        try (Connection connection = database.getConnection();
                PreparedStatement statement = connection.prepareStatement(
                        "update account set username = ?, username_key = ?, email = null, email_key = null"
                                + " where username_key = ?")) {
            statement.setString(1, to);
            statement.setString(2, to);
            statement.setString(3, from);
            assertThat(statement.executeUpdate()).isEqualTo(1);
        }
    }
}
