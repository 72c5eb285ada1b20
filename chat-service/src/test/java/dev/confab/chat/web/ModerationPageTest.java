package dev.confab.chat.web;

import static com.microsoft.playwright.assertions.PlaywrightAssertions.assertThat;

import com.microsoft.playwright.Locator;
import com.microsoft.playwright.options.AriaRole;
import io.quarkus.test.junit.QuarkusTest;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;

/** What those who answer for a room do with it, and what the others see of that. */
@QuarkusTest
class ModerationPageTest extends BrowserTest {

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
        ada.panel().getByLabel("Slow mode").selectOption("One message every minute");
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

        // It is known at once, without asking again.
        ada.choose("Room menu, 1 report", "Reports (1)");
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
    void showsReportsAndDecisionsOfOthersAsTheyCome() {
        String room = unique("live");
        Talker ada = talker("ada").enter(room);
        Talker lap = ada.at(stranger("lap")).enter(room);
        Talker ben = talker("ben").enter(room).say("something rude").say("something dull");
        Talker cleo = talker("cleo").enter(room);
        for (Talker moderator : new Talker[] {ada, lap}) {
            moderator.choose("Room menu", "Reports");
            assertThat(moderator.panel()).containsText("Nothing is reported");
        }
        report(cleo, "something rude", "an insult");
        assertThat(ada.panel()).containsText("an insult");
        assertThat(lap.panel()).containsText("an insult");
        assertThat(ada.button("Room menu, 1 report")).isVisible();
        // Who is at one report stays there when another one comes.
        Locator rude = decision(ada, "an insult");
        rude.focus();
        report(cleo, "something dull", "boring");
        assertThat(ada.panel()).containsText("boring");
        assertThat(ada.button("Room menu, 2 reports")).isVisible();
        assertThat(rude).isFocused();

        decision(lap, "an insult").click();
        lap.confirm("Nothing is wrong");
        assertThat(ada.panel()).not().containsText("an insult");
        assertThat(ada.panel().getByRole(AriaRole.HEADING)).isFocused();
        assertThat(ada.panel()).containsText("boring");
        assertThat(ada.button("Room menu, 1 report")).isVisible();
        ada.panel().getByText("Decided").click();
        assertThat(ada.panel()).containsText("Nothing was found wrong (" + ada.username());
        assertThat(ben.message("something rude")).isVisible();
    }

    private static void report(Talker talker, String message, String reason) {
        talker.act(message, "Report …");
        talker.dialog().getByLabel("What is wrong").fill(reason);
        talker.confirm("Report");
    }

    /** The button that finds nothing wrong. */
    private static Locator decision(Talker talker, String reason) {
        return talker.panel()
                .locator(".report")
                .filter(new Locator.FilterOptions().setHasText(reason))
                .getByText("Nothing is wrong");
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
