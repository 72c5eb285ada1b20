package dev.confab.chat.web;

import static com.microsoft.playwright.assertions.PlaywrightAssertions.assertThat;
import static org.assertj.core.api.Assertions.assertThat;

import com.microsoft.playwright.Browser;
import com.microsoft.playwright.Locator;
import com.microsoft.playwright.Page;
import com.microsoft.playwright.options.AriaRole;
import com.microsoft.playwright.options.ColorScheme;
import dev.confab.chat.testing.TestUser;
import io.quarkus.test.junit.QuarkusTest;
import java.util.List;
import java.util.Map;
import java.util.regex.Pattern;
import org.junit.jupiter.api.Test;

/** What is around the rooms: conversations, invitations, status. */
@QuarkusTest
class HomePageTest extends BrowserTest {

    @Test
    void beginsConversationsThatAreListedApartFromRooms() {
        Talker ben = talker("ben", phone());
        ben.page().navigate("/");
        Talker ada = talker("ada").enter(unique("hall"));
        Talker cleo = talker("cleo", dark());

        ada.button("New message").click();
        Locator to = ada.dialog().getByRole(AriaRole.COMBOBOX);
        to.fill(ben.username().substring(0, ben.username().length() - 1));
        assertThat(ada.dialog().getByRole(AriaRole.OPTION)).containsText(ben.username());
        ada.visitor().screenshot("to");
        to.press("Enter");
        assertThat(ada.dialog().locator(".chips")).containsText(ben.username());
        to.press("Enter");
        assertThat(ada.page().getByRole(AriaRole.HEADING, level(1))).hasText(ben.username());
        ada.inRoom().say("only for you");
        assertThat(ada.page().getByRole(AriaRole.LIST, new Page.GetByRoleOptions().setName("Conversations")))
                .containsText(ben.username());

        Locator row = conversations(ben).getByRole(AriaRole.LISTITEM);
        assertThat(row).containsText(ada.username());
        assertThat(row).containsText("1 unread");
        assertThat(row).containsText("only for you");
        assertThat(row).containsText("Online");
        ben.visitor().screenshot("lobby");
        row.getByRole(AriaRole.LINK).click();
        ben.inRoom().say("thank you");
        assertThat(ada.message("thank you")).isVisible();

        // Once more leads to the same one; with one more person it is another.
        ada.link("All rooms").click();
        ada.main().getByText("New message").click();
        to.fill(ben.username());
        ada.dialog().getByRole(AriaRole.OPTION).click();
        ada.button("Start the conversation").click();
        assertThat(ada.inRoom().message("thank you")).isVisible();
        ada.button("New message").click();
        to.fill(ben.username());
        ada.dialog().getByRole(AriaRole.OPTION).click();
        to.fill("nobody_" + cleo.username());
        ada.visitor().expecting("Failed to load resource.*404");
        ada.button("Start a group").click();
        assertThat(ada.dialog().getByRole(AriaRole.ALERT)).containsText("There is no user of the name");
        to.fill(cleo.username());
        ada.dialog().getByRole(AriaRole.OPTION).click();
        ada.button("Start a group").click();
        assertThat(ada.page().getByRole(AriaRole.HEADING, level(1)))
                .hasText(ben.username() + " and " + cleo.username());
        cleo.page().navigate("/");
        assertThat(conversations(cleo)).containsText(ada.username() + " and " + ben.username());
        cleo.visitor().screenshot("lobby");
    }

    @Test
    void showsWhoIsOnlineAndWhatTheyTell() {
        Talker ada = talker("ada");
        Talker ben = talker("ben");
        ada.page().navigate("/");
        ada.main().getByText("New message").click();
        ada.dialog().getByRole(AriaRole.COMBOBOX).fill(ben.username());
        ada.dialog().getByRole(AriaRole.OPTION).click();
        ada.button("Start the conversation").click();
        ada.inRoom().link("All rooms").click();
        Locator row = conversations(ada).getByRole(AriaRole.LISTITEM);
        assertThat(row).containsText(ben.username());
        assertThat(row).not().containsText("Online");
        ben.page().navigate("/");
        assertThat(row).containsText("Online");

        ben.button("Account: ").click();
        ben.button("Set a status").click();
        ben.button("Choose an emoji").click();
        ben.button("coffee break").click();
        ben.dialog().getByLabel("What are you up to?").fill("Back at three");
        ben.dialog().getByLabel("How long").selectOption("For 1 hour");
        ben.visitor().screenshot("status");
        ben.button("Save").click();
        assertThat(ben.page().locator(".sidebar .account-status")).containsText("Back at three");
        assertThat(row).containsText("status: Back at three");
        ada.visitor().screenshot("lobby");

        ben.button("Account: ").click();
        ben.button("Your status: Back at three").click();
        assertThat(ben.dialog().getByLabel("How long")).hasValue("keep");
        ben.button("Clear the status").click();
        assertThat(row).not().containsText("status");
        ben.page().navigate("about:blank");
        assertThat(row).not().containsText("Online");
    }

    @Test
    void receivesInvitationsWhileThePageIsOpen() {
        TestUser host = TestUser.register();
        String first = secretRoom(host);
        String second = secretRoom(host);
        Talker ada = talker("ada");
        ada.page().navigate("/");
        assertThat(ada.main().getByText("Invitations")).isHidden();
        invite(host, first, Map.of("username", ada.username()));
        invite(host, second, Map.of("username", ada.username()));
        Locator cards = ada.page().locator(".invitation");
        assertThat(cards).hasCount(2);
        assertThat(ada.link("All rooms")).containsText("2 invitations");
        ada.visitor().screenshot("invited");
        ada.button("Decline the invitation to " + first).click();
        assertThat(cards).hasCount(1);
        ada.button("Accept the invitation to " + second).click();
        ada.inRoom();
        assertThat(ada.page()).hasURL(Pattern.compile("/rooms/" + second + "$"));
        assertThat(ada.link("All rooms")).not().containsText("invitation");
    }

    @Test
    void invitesToConversationsByTheNamesOfTheirPeople() {
        TestUser host = TestUser.register();
        TestUser other = TestUser.register();
        String group = host.rest()
                .body(Map.of(
                        "usernames", List.of(other.name(), TestUser.register().name())))
                .post("/api/conversations")
                .then()
                .statusCode(201)
                .extract()
                .path("name");
        Talker ada = talker("ada");
        ada.page().navigate("/");
        assertThat(ada.main().getByText("Invitations")).isHidden();
        invite(host, group, Map.of("username", ada.username()));
        Pattern invited = Pattern.compile(
                "^" + host.name() + " invites you to the conversation of (?!.*" + group + ").*" + other.name());
        assertThat(ada.page().locator(".toast")).hasText(invited);
        assertThat(ada.page().locator(".invitation-text")).hasText(invited);
        ada.visitor().screenshot("invited");
        ada.page().navigate("/invitations#" + invite(host, group, Map.of("maxUses", 1)));
        assertThat(ada.page().getByRole(AriaRole.HEADING, level(1))).containsText("Join the conversation of ");
        assertThat(ada.main()).not().containsText(group);
        ada.button("Join the conversation").click();
        ada.inRoom();
        assertThat(ada.page()).hasURL(Pattern.compile("/rooms/" + group + "$"));
    }

    @Test
    void joinsByALinkFromBeforeThereWasAnAccount() {
        TestUser host = TestUser.register();
        String room = secretRoom(host);
        String code = invite(host, room, Map.of("maxUses", 1));
        Page page = stranger("newcomer").page();
        page.navigate("/invitations#" + code);
        page.getByText("Create an account").click();
        String name = unique("newcomer");
        page.getByLabel("Username").fill(name);
        page.getByLabel("E-mail").fill(name + "@example.org");
        page.getByLabel("Password", new Page.GetByLabelOptions().setExact(true)).fill(Talker.PASSWORD);
        page.getByRole(AriaRole.BUTTON, new Page.GetByRoleOptions().setName("Create account"))
                .click();
        assertThat(page.getByRole(AriaRole.HEADING, level(1))).hasText("Join " + room);
        assertThat(page.getByText(host.name() + " invites you")).isVisible();
        page.getByText("Join the room").click();
        assertThat(page).hasURL(Pattern.compile("/rooms/" + room + "$"));
        assertThat(page.locator(".people")).containsText(name);

        Talker late = talker("late");
        late.visitor().expecting("Failed to load resource.*404");
        late.page().navigate("/invitations#" + code);
        assertThat(late.page().getByRole(AriaRole.HEADING, level(1))).hasText("This invitation has ended");
        late.visitor().screenshot("ended");
    }

    private static Locator conversations(Talker who) {
        return who.main()
                .locator("section")
                .filter(new Locator.FilterOptions()
                        .setHas(who.page()
                                .getByRole(AriaRole.HEADING, new Page.GetByRoleOptions().setName("Conversations"))));
    }

    private static Page.GetByRoleOptions level(int level) {
        return new Page.GetByRoleOptions().setLevel(level);
    }

    private Browser.NewContextOptions phone() {
        return new Browser.NewContextOptions()
                .setViewportSize(390, 780)
                .setIsMobile(true)
                .setHasTouch(true);
    }

    private Browser.NewContextOptions dark() {
        return new Browser.NewContextOptions().setViewportSize(1280, 800).setColorScheme(ColorScheme.DARK);
    }

    private static String secretRoom(TestUser owner) {
        String room = unique("secret");
        owner.rest()
                .body(Map.of("name", room, "visibility", "private"))
                .post("/api/rooms")
                .then()
                .statusCode(201);
        return room;
    }

    private static String invite(TestUser host, String room, Map<String, Object> whom) {
        return host.rest()
                .body(whom)
                .post("/api/rooms/{room}/invitations", room)
                .then()
                .statusCode(201)
                .extract()
                .path("code");
    }
}
