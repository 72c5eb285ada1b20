package dev.confab.chat.web;

import static com.microsoft.playwright.assertions.PlaywrightAssertions.assertThat;
import static org.assertj.core.api.Assertions.assertThat;

import com.microsoft.playwright.Locator;
import com.microsoft.playwright.options.AriaRole;
import io.quarkus.test.junit.QuarkusTest;
import jakarta.inject.Inject;
import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.SQLException;
import java.util.Map;
import javax.sql.DataSource;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;

/** What only staff see. */
@QuarkusTest
class AdministrationPageTest extends BrowserTest {

    @Inject
    DataSource database;

    @Test
    @Tag("CH-15")
    void showsStaffTheFiguresAndWhatWasReported() throws SQLException {
        String room = unique("busy");
        Talker ben = talker("ben").enter(room).say("buy my cheap watches").say("fine words");
        assertThat(ben.messages()).hasCount(2);
        Talker cleo = talker("cleo").enter(room);
        String forAdvertising = unique("advertising");
        String byMistake = unique("mistake");
        report(cleo, room, 0, forAdvertising);
        report(cleo, room, 1, byMistake);

        Talker ada = staff("ada");
        ada.page().navigate("/");
        ada.link("Administration").click();
        Locator figures = ada.page().locator(".figures");
        for (String name : new String[] {"Connections", "Average connection", "Rooms", "Messages", "Accounts"}) {
            assertThat(figures).containsText(name);
        }
        Locator row = ada.page().getByRole(AriaRole.ROW).filter(new Locator.FilterOptions().setHasText(room));
        assertThat(row.getByRole(AriaRole.CELL)).hasText(new String[] {"2", "1", "2"});
        ada.visitor().screenshot("figures");
        ben.say("one more");
        assertThat(row.getByRole(AriaRole.CELL).first()).hasText("3");

        ada.link("Reports").click();
        Locator advertising = reportOf(ada, forAdvertising);
        assertThat(advertising).containsText("buy my cheap watches");
        ada.visitor().screenshot("reports");
        advertising.getByText("Delete the message").click();
        ada.dialog().getByLabel("Note").fill("no advertising here");
        ada.dialog().getByRole(AriaRole.BUTTON, named("Delete the message")).click();
        assertThat(advertising).hasCount(0);
        assertThat(ben.message("buy my cheap watches")).hasCount(0);
        reportOf(ada, byMistake).getByText("Nothing is wrong").click();
        ada.dialog().getByRole(AriaRole.BUTTON, named("Nothing is wrong")).click();
        assertThat(reportOf(ada, byMistake)).hasCount(0);
        assertThat(ben.message("fine words")).isVisible();
        ada.button("Decided").click();
        assertThat(advertising).containsText("The message was deleted (" + ada.username());
        assertThat(advertising).containsText("no advertising here");
        assertThat(advertising).containsText("The message is gone");
    }

    @Test
    void showsStaffReportsAndDecisionsOfOthersAsTheyCome() throws SQLException {
        String room = unique("live");
        Talker ben = talker("ben").enter(room).say("buy my cheap watches");
        assertThat(ben.messages()).hasCount(1);
        Talker cleo = talker("cleo").enter(room);
        Talker ada = staff("ada");
        ada.page().navigate("/admin/reports");
        assertThat(ada.page().locator(".admin-reports .report, .empty h2").first())
                .isVisible();
        String reason = unique("advertising");
        report(cleo, room, 0, reason);
        Locator report = reportOf(ada, reason);
        assertThat(report).containsText("buy my cheap watches");
        // Who created the room decides.
        ben.choose("Room menu, 1 report", "Reports (1)");
        ben.panel().getByText("Nothing is wrong").click();
        ben.confirm("Nothing is wrong");
        assertThat(report).hasCount(0);
    }

    @Test
    @Tag("CH-15")
    void doesNotExistForOthers() {
        Talker ben = talker("ben");
        ben.visitor().expecting("Failed to load resource.*404");
        for (String path : new String[] {"/admin", "/admin/reports"}) {
            ben.page().navigate(path);
            assertThat(ben.page().getByText("There is nothing here")).isVisible();
        }
        ben.page().navigate("/");
        assertThat(ben.main().getByText("New room")).isVisible();
        assertThat(ben.link("Administration")).hasCount(0);
    }

    private static Locator reportOf(Talker who, String reason) {
        return who.page().locator(".report").filter(new Locator.FilterOptions().setHasText(reason));
    }

    private static Locator.GetByRoleOptions named(String name) {
        return new Locator.GetByRoleOptions().setName(name);
    }

    /** Over the page's own session, as its script would. */
    private static void report(Talker who, String room, int index, String reason) {
        Object status = who.page().evaluate("""
                        async ({room, index, reason}) => {
                          const list = await (await fetch(`/api/rooms/${room}/messages`)).json();
                          const messages = list.items.filter((item) => item.text);
                          const token = decodeURIComponent(/confab_csrf=([^;]+)/.exec(document.cookie)[1]);
                          const answer = await fetch(`/api/rooms/${room}/messages/${messages[index].messageId}/report`, {
                            method: 'POST', headers: {'Content-Type': 'application/json', 'X-CSRF-Token': token},
                            body: JSON.stringify({reason})});
                          return answer.status;
                        }""", Map.of("room", room, "index", index, "reason", reason));
        assertThat(status).isEqualTo(201);
    }

    /** Somebody who was made one of the staff and has signed in since. */
    private Talker staff(String name) throws SQLException {
        Talker before = talker(name);
        try (Connection connection = database.getConnection();
                PreparedStatement promote =
                        connection.prepareStatement("UPDATE account SET staff = true WHERE username = ?")) {
            promote.setString(1, before.username());
            promote.executeUpdate();
        }
        return before.at(stranger(name + "-staff"));
    }
}
