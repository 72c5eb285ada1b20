package dev.confab.chat.web;

import static com.microsoft.playwright.assertions.PlaywrightAssertions.assertThat;
import static org.assertj.core.api.Assertions.assertThat;

import com.deque.html.axecore.playwright.AxeBuilder;
import com.microsoft.playwright.Browser;
import com.microsoft.playwright.Locator;
import com.microsoft.playwright.Page;
import com.microsoft.playwright.options.AriaRole;
import com.microsoft.playwright.options.ColorScheme;
import com.microsoft.playwright.options.ReducedMotion;
import io.quarkus.test.junit.QuarkusTest;
import java.util.regex.Pattern;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;

/** What those who answer for a room do with it, and what the others see of that. */
@QuarkusTest
class ModerationPageTest extends BrowserTest {

    private static final int PHONE_WIDTH = 390;

    @Test
    void givesRolesAndSendsPeopleAway() {
        String room = unique("roles");
        Talker ada = talker("ada").enter(room);
        Talker ben = talker("ben").enter(room);
        Talker cleo = talker("cleo").enter(room);
        cleo.visitor().expecting("Failed to load resource.*403");
        actions(ada, ben, "Give a role");
        ada.dialog()
                .getByText("Moderator", new Locator.GetByTextOptions().setExact(true))
                .click();
        ada.visitor().screenshot("role");
        ada.confirm("Change role");
        assertThat(ben.log()).containsText(ben.username() + " is a moderator of the room now");

        ben.choose("Room menu", "Members");
        assertThat(ben.panel()).containsText("Moderator");
        assertThat(ben.panel()).containsText("Owner");
        ben.visitor().screenshot("members");
        // Moderators do not send owners away.
        ben.panel().getByLabel("Actions for " + ada.username()).click();
        assertThat(ben.item("Whisper")).isVisible();
        assertThat(ben.item("Send out")).hasCount(0);
        ben.page().keyboard().press("Escape");
        ben.page().keyboard().press("Escape");
        assertThat(ben.panel()).hasCount(0);

        actions(ben, cleo, "Send out");
        ben.dialog().getByLabel("Reason").fill("take a break");
        ben.confirm("Send out");
        assertThat(cleo.page().getByText("You were sent out of this room")).isVisible();
        assertThat(cleo.page().getByRole(AriaRole.ALERT)).containsText("take a break");
        cleo.visitor().screenshot("sent-out");
        cleo.button("Go back in").click();
        cleo.inRoom();

        actions(ben, cleo, "Ban");
        ben.dialog().getByLabel("Reason").fill("spam");
        ben.dialog().getByLabel("For how long").selectOption("One day");
        ben.visitor().screenshot("ban");
        ben.confirm("Ban");
        assertThat(cleo.page().getByText("You are banned from this room")).isVisible();
        cleo.page().reload();
        assertThat(cleo.page().getByText("You are banned from this room")).isVisible();
        ben.choose("Room menu", "Members");
        ben.panel().getByText("Bans").click();
        assertThat(ben.panel().locator(".card")).containsText("spam");
        assertThat(ben.panel().locator(".card")).containsText(cleo.username());
        ben.visitor().screenshot("bans");
        ben.button("Lift the ban of " + cleo.username()).click();
        assertThat(ben.panel()).containsText("Nobody is banned");
        cleo.enter(room);
    }

    @Test
    @Tag("CH-08")
    void endsTheChatForEverybodyAndArchivesTheRoom() {
        String room = unique("ending");
        Talker ada = talker("ada").enter(room);
        Talker ben = talker("ben").enter(room);
        ben.say("so far");
        ada.choose("Room menu", "Close the room");
        ada.dialog().getByLabel("Reason").fill("lunch");
        ada.visitor().screenshot("close");
        ada.confirm("Close the room");
        assertThat(ben.page().getByText("This chat has ended")).isVisible();
        assertThat(ben.page().getByRole(AriaRole.ALERT)).containsText("lunch");
        ben.visitor().screenshot("ended");
        ben.button("Go back in").click();
        ben.inRoom().say("back again");
        ada.button("Go back in").click();
        assertThat(ada.message("back again")).isVisible();

        ada.choose("Room menu", "Close the room");
        ada.dialog().getByLabel("Reason").fill("the project is done");
        ada.dialog().getByText("Archive the room").click();
        ada.confirm("Close the room");
        ben.button("Read it").click();
        assertThat(ben.message("so far")).isVisible();
        assertThat(ben.page().locator(".composer-barred")).containsText("the project is done");
        assertThat(ben.composer()).isHidden();
        ben.visitor().screenshot("archived");
        ada.button("Read it").click();
        ada.inRoom().choose("Room menu", "Open the room again");
        ada.confirm("Open");
        assertThat(ben.composer()).isVisible();
        ben.say("and on");
        assertThat(ada.message("and on")).isVisible();
    }

    @Test
    void changesSettingsThatTakeEffectForEverybody() {
        String room = unique("settings");
        Talker ada = talker("ada").enter(room);
        Talker lap = ada.at(stranger("lap")).enter(room);
        Talker ben = talker("ben").enter(room);
        lap.choose("Room menu", "Room settings");
        ada.choose("Room menu", "Room settings");
        ada.panel().getByLabel("Topic").fill("What we eat");
        ada.panel().getByLabel("Slow mode").selectOption("One message a minute");
        ada.panel().getByLabel("Words that are not accepted").fill("broccoli\nspinach");
        ada.panel().getByText("They read along").click();
        lap.panel().getByLabel("How long messages are kept").selectOption("30 days");
        ada.button("Save").click();
        assertThat(ben.page().locator(".room-subtitle")).containsText("What we eat");
        assertThat(ben.log()).containsText("Only members may write now");
        assertThat(ben.page().locator(".composer-barred")).containsText("You can read along");
        // What changed elsewhere appears, and what is being changed here stays.
        assertThat(lap.panel().getByLabel("Topic")).hasValue("What we eat");
        assertThat(lap.panel().getByLabel("Words that are not accepted")).hasValue("broccoli\nspinach");
        assertThat(lap.panel().getByLabel("How long messages are kept")).hasValue("30");
        lap.button("Save").click();
        assertThat(lap.dialog()).containsText("more than 30 days ago");
        lap.confirm("Delete and save");
        assertThat(ada.panel().getByLabel("How long messages are kept")).hasValue("30");
        ada.visitor().screenshot("settings");

        // Only what is wrong is said where it is wrong.
        ada.panel().getByLabel("Words that are not accepted").fill("...");
        ada.button("Save").click();
        assertThat(ada.panel().locator(".field-error").filter(new Locator.FilterOptions().setHasText("letter")))
                .isVisible();
        ada.visitor().expecting("Failed to load resource.*400");

        ada.panel().getByText("Delete the room").click();
        ada.confirm("Delete the room");
        assertThat(ben.page().getByText("This room was deleted")).isVisible();
    }

    @Test
    void reportsAMessageAndDecidesAboutIt() {
        String room = unique("reports");
        Talker ada = talker("ada").enter(room);
        Talker ben = talker("ben").enter(room);
        Talker cleo = talker("cleo").enter(room);
        ben.say("something rude");
        cleo.act("something rude", "Report …");
        cleo.dialog().getByLabel("What is wrong").fill("this is\nan insult");
        cleo.visitor().screenshot("report");
        cleo.confirm("Report");
        assertThat(cleo.page().getByText("Reported.")).isVisible();
        // Those who do not moderate are not offered to look at reports.
        cleo.button("Room menu").click();
        assertThat(cleo.item("Members")).isVisible();
        assertThat(cleo.item("Reports")).hasCount(0);
        assertThat(cleo.item("Room settings")).hasCount(0);

        ada.page().reload();
        ada.inRoom().choose("Room menu, 1 report", "Reports (1)");
        assertThat(ada.panel()).containsText("this is an insult");
        assertThat(ada.panel()).containsText("something rude");
        ada.visitor().screenshot("reports");
        ada.button("Delete the message").click();
        ada.confirm("Delete the message");
        assertThat(ben.log()).containsText("This message was deleted");
        assertThat(ada.panel()).containsText("Nothing is reported");
        assertThat(ada.page().locator(".room-reports")).isHidden();
        ada.panel().getByText("Decided").click();
        assertThat(ada.panel()).containsText("The message was deleted (" + ada.username());
    }

    @Test
    void invitesPeopleByNameAndByLinkAndTakesThatBack() {
        String room = unique("guests");
        Talker ada = talker("ada").enter(room);
        Talker ben = talker("ben");
        ada.choose("Room menu", "Invite people");
        assertThat(ada.panel()).containsText("No invitation is open");
        ada.button("Invite a person").click();
        ada.dialog().getByLabel("Username").fill("nobody_" + room);
        ada.visitor().expecting("Failed to load resource.*404");
        ada.dialog()
                .getByText("Invite", new Locator.GetByTextOptions().setExact(true))
                .click();
        assertThat(ada.dialog().locator(".field-error")).containsText("no such user");
        ada.dialog().getByLabel("Username").fill(ben.username());
        ada.confirm("Invite");
        assertThat(ada.panel().locator(".card")).containsText(ben.username());

        ada.button("Make a link").click();
        ada.dialog().getByLabel("Who can use it").selectOption("10 people");
        ada.button("Make the link").click();
        Locator link = ada.dialog().getByLabel("Link", new Locator.GetByLabelOptions().setExact(true));
        assertThat(link).hasValue(Pattern.compile("^https?://[^/]+/invitations#.{20,}$"));
        ada.visitor().screenshot("link");
        ada.page().keyboard().press("Escape");
        Locator made = ada.panel().locator(".card").filter(new Locator.FilterOptions().setHasText("Used 0 of 10"));
        assertThat(made).isVisible();
        ada.visitor().screenshot("invitations");
        ada.button("Take back the link").click();
        assertThat(made).hasCount(0);
        ada.button("Take back the invitation of " + ben.username()).click();
        assertThat(ada.panel()).containsText("No invitation is open");
    }

    @Test
    void mutesARoomOnAllDevicesAndLeavesIt() {
        String room = unique("quiet");
        Talker ada = talker("ada").enter(room);
        Talker lap = ada.at(stranger("lap")).enter(room);
        Talker ben = talker("ben").enter(room);
        ada.choose("Room menu", "Mute");
        ada.item("For one hour").click();
        assertThat(lap.page().locator(".room-muted")).isVisible();
        lap.choose("Room menu", "Stop muting");
        assertThat(ada.page().locator(".room-muted")).isHidden();

        // The only owner stays until there is another one.
        ada.visitor().expecting("Failed to load resource.*409");
        ada.choose("Room menu", "Leave the room");
        ada.button("Leave").last().click();
        assertThat(ada.dialog()).containsText("needs an owner");
        ada.page().keyboard().press("Escape");
        actions(ada, ben, "Give a role");
        ada.dialog()
                .getByText("Owner", new Locator.GetByTextOptions().setExact(true))
                .click();
        ada.confirm("Change role");
        ada.choose("Room menu", "Leave the room");
        ada.button("Leave").last().click();
        assertThat(ben.log()).containsText(ada.username() + " left the room for good");
        assertThat(ada.page().getByRole(AriaRole.HEADING, new Page.GetByRoleOptions().setLevel(1)))
                .hasText("Rooms");
    }

    @Test
    void fitsOnAPhoneInTheDarkAndBreaksNoRuleOfTheAccessibilityGuidelines() {
        String room = unique("pocket");
        Talker ada = talker(
                "ada",
                new Browser.NewContextOptions()
                        .setViewportSize(PHONE_WIDTH, 780)
                        .setDeviceScaleFactor(2)
                        .setIsMobile(true)
                        .setHasTouch(true)
                        .setColorScheme(ColorScheme.DARK)
                        .setReducedMotion(ReducedMotion.REDUCE));
        ada.page().navigate("/rooms/" + room);
        Talker ben = talker("ben").enter(room).say("hello");
        assertThat(ada.message("hello")).isVisible();
        ada.button("Room menu").tap();
        looksRight(ada, "menu");
        ada.item("Members").tap();
        assertThat(ada.panel()).containsText("Owner");
        looksRight(ada, "members");
        ada.panel().getByText("Invitations").tap();
        assertThat(ada.panel()).containsText("No invitation");
        looksRight(ada, "invitations");
        ada.button("Make a link").tap();
        looksRight(ada, "link");
        ada.page().keyboard().press("Escape");
        // The way back of the browser leads to the room.
        ada.page().goBack();
        assertThat(ada.panel()).hasCount(0);
        ada.choose("Room menu", "Room settings");
        looksRight(ada, "settings");
        ada.button("Back to the room").tap();
        ada.choose("Room menu", "Close the room");
        looksRight(ada, "close");
        ada.page().keyboard().press("Escape");
        ada.page().locator(".people-button").tap();
        ada.page()
                .locator(".people")
                .getByLabel("Actions for " + ben.username())
                .tap();
        looksRight(ada, "person");
        ada.item("Ban").tap();
        looksRight(ada, "ban");
    }

    private static void looksRight(Talker talker, String moment) {
        talker.visitor().screenshot(moment);
        assertThat((int) talker.page().evaluate("() => document.documentElement.scrollWidth"))
                .isEqualTo(PHONE_WIDTH);
        assertThat(new AxeBuilder(talker.page()).analyze().getViolations())
                .extracting(rule -> rule.getId() + " " + rule.getNodes())
                .isEmpty();
    }

    /** Chooses from what can be done with somebody who is here. */
    private static void actions(Talker talker, Talker other, String item) {
        talker.page()
                .locator(".people")
                .getByLabel("Actions for " + other.username())
                .click();
        talker.item(item).click();
    }
}
