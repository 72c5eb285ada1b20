package dev.confab.chat.web;

import static com.microsoft.playwright.assertions.PlaywrightAssertions.assertThat;
import static dev.confab.local.test.Patience.await;
import static org.assertj.core.api.Assertions.assertThat;

import com.microsoft.playwright.Locator;
import com.microsoft.playwright.assertions.LocatorAssertions;
import com.microsoft.playwright.options.AriaRole;
import io.quarkus.test.junit.QuarkusTest;
import java.time.Duration;
import java.util.regex.Pattern;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;

/** What concerns one person, on all devices. */
@QuarkusTest
class PersonalPageTest extends BrowserTest {

    @Test
    void takesADraftToTheOtherDeviceAndForgetsItOnceSent() {
        String room = unique("drafts");
        Talker desk = talker("ada").enter(room);
        Talker lap = desk.at(stranger("lap")).enter(room);
        desk.composer().fill("half a thought");
        assertThat(lap.composer()).hasValue("half a thought");
        lap.page().reload();
        assertThat(lap.composer()).hasValue("half a thought");
        lap.composer().fill("half a thought, finished");
        assertThat(desk.composer()).hasValue("half a thought, finished");
        desk.composer().press("Enter");
        assertThat(lap.message("half a thought, finished")).isVisible();
        assertThat(lap.composer()).hasValue("");
    }

    @Test
    void schedulesAMessageAndTakesItBack() {
        String room = unique("later");
        Talker ada = talker("ada").enter(room);
        ada.composer().fill("good morning");
        ada.choose("More ways to send", "Send later");
        ada.visitor().screenshot("later");
        ada.button("Tomorrow morning").click();
        assertThat(ada.composer()).hasValue("");
        Locator note = ada.page().locator(".scheduled-note");
        assertThat(note).containsText("1 message to be sent later");
        ada.page().reload();
        assertThat(note).containsText("1 message to be sent later");
        ada.choose("More ways to send", "Scheduled messages");
        assertThat(ada.dialog()).containsText("good morning");
        ada.button("Cancel the message").click();
        assertThat(ada.dialog()).containsText("Nothing waits");
        assertThat(note).isHidden();
        assertThat(ada.messages()).hasCount(0);
    }

    @Test
    @Tag("CH-07")
    void whispersToThoseWhoWereChosenOnly() {
        String room = unique("whispers");
        Talker ada = talker("ada").enter(room);
        Talker ben = talker("ben").enter(room);
        Talker cleo = talker("cleo").enter(room);
        assertThat(ada.people()).containsText(cleo.username());
        ada.choose("More ways to send", "Whisper");
        ada.dialog().getByText(ben.username()).click();
        ada.button("Write the message").click();
        assertThat(ada.page().locator(".answered")).containsText("Whisper to " + ben.username());
        ada.say("between us");
        assertThat(ben.message("between us")).isVisible();
        assertThat(ben.log()).containsText("Whisper: only you and the author see this");
        assertThat(ada.message("between us")).isVisible();
        ben.visitor().screenshot("whisper");
        // A message after it shows that cleo did not get it in between.
        ada.say("to everybody");
        assertThat(cleo.message("to everybody")).isVisible();
        assertThat(cleo.message("between us")).hasCount(0);
    }

    @Test
    void countsWhatIsUnreadOnEveryDeviceAndAgainFromWhereOneLikes() {
        String room = unique("counted");
        Talker ada = talker("ada").enter(room);
        Talker lap = ada.at(stranger("lap"));
        Talker ben = talker("ben").enter(room);
        ben.say("one").say("two").say("three");
        assertThat(ada.messages()).hasCount(3);
        lap.page().navigate("/");
        Locator row = lap.page()
                .getByRole(AriaRole.MAIN)
                .getByRole(AriaRole.LISTITEM)
                .filter(new Locator.FilterOptions().setHasText(room));
        assertThat(row).containsText("three");
        assertThat(row).not().containsText("unread");

        ada.act("two", "Mark unread from here");
        assertThat(row).containsText("2 unread");
        assertThat(ada.log().getByText("New messages")).isVisible();
        ada.page().bringToFront();
        ada.link("All rooms").click();
        assertThat(row).containsText("2 unread");
        ada.link(room).first().click();
        ada.inRoom();
        assertThat(row).not().containsText("unread");
    }

    @Test
    @Tag("SG-02")
    void announcesToEverybody() {
        String room = unique("news");
        Talker ada = talker("ada").enter(room);
        Talker ben = talker("ben").enter(room);
        ada.choose("More ways to send", "Announcement");
        ada.dialog().getByLabel("Title").fill("Freeze on Thursday");
        ada.dialog().getByLabel("Text").fill("Nothing is merged after two.");
        ada.button("Announce").click();
        assertThat(ben.page().locator(".announcement")).containsText("Freeze on Thursday");
        ben.visitor().screenshot("announcement");
        assertThat(ben.page().locator(".composer-more")).isVisible();
        ben.button("More ways to send").click();
        assertThat(ben.page()
                        .getByRole(AriaRole.MENUITEM)
                        .filter(new Locator.FilterOptions().setHasText("Announcement")))
                .hasCount(0);
    }

    @Test
    void findsMessagesByTheirWordsAndLeadsToThem() {
        String room = unique("found");
        Talker ada = talker("ada").enter(room);
        String word = unique("zanzibar").replace("_", "");
        ada.say("we sail to " + word + " tomorrow").say("or not");
        assertThat(ada.messages()).hasCount(2);
        Locator found = ada.page().locator(".found-link");
        // The index follows the log.
        await().atMost(Duration.ofSeconds(60)).untilAsserted(() -> {
            ada.page().navigate("/search?q=" + word);
            assertThat(found).hasCount(1, new LocatorAssertions.HasCountOptions().setTimeout(2_000));
        });
        assertThat(found.locator("mark")).hasText(word);
        ada.visitor().screenshot("search");
        found.click();
        assertThat(ada.page()).hasURL(Pattern.compile("/rooms/" + room + "$"));
        assertThat(ada.page().locator("li:focus")).containsText(word);
    }
}
