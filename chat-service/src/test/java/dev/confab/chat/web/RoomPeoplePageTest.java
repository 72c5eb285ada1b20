package dev.confab.chat.web;

import static com.microsoft.playwright.assertions.PlaywrightAssertions.assertThat;
import static dev.confab.chat.web.Accessibility.breaksNoRule;
import static org.assertj.core.api.Assertions.assertThat;

import com.microsoft.playwright.Browser;
import com.microsoft.playwright.Locator;
import com.microsoft.playwright.Page;
import com.microsoft.playwright.Route;
import com.microsoft.playwright.options.AriaRole;
import com.microsoft.playwright.options.ColorScheme;
import com.microsoft.playwright.options.ReducedMotion;
import dev.confab.chat.testing.TestUser;
import io.quarkus.test.junit.QuarkusTest;
import java.util.List;
import java.util.Map;
import java.util.concurrent.atomic.AtomicReference;
import java.util.regex.Pattern;
import org.junit.jupiter.api.Test;

/** Who belongs to a room, and what its page lets people do about that, at a desktop and on a phone. */
@QuarkusTest
class RoomPeoplePageTest extends BrowserTest {

    private static final int PHONE_WIDTH = 390;

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
    void offersNothingOfARoomBeforeItIsKnownWhatOneMayDoThere() {
        TestUser host = TestUser.register();
        Talker ada = talker("ada");
        String conversation = host.rest()
                .body(Map.of(
                        "usernames", List.of(ada.username(), TestUser.register().name())))
                .post("/api/conversations")
                .then()
                .statusCode(201)
                .extract()
                .path("name");
        AtomicReference<Route> asked = new AtomicReference<>();
        ada.page().route("**/api/rooms/" + conversation, asked::set);
        ada.page().route(Pattern.compile("/api/rooms\\?"), Route::abort);
        ada.visitor().expecting("Failed to load resource.*ERR_FAILED");
        ada.page().navigate("/rooms/" + conversation);
        Locator title = ada.page().getByRole(AriaRole.HEADING, new Page.GetByRoleOptions().setLevel(1));
        assertThat(title).hasText("Conversation");
        assertThat(ada.button("Room menu")).isDisabled();
        assertThat(ada.button("More ways to send")).isDisabled();
        ada.page().waitForCondition(() -> asked.get() != null);
        asked.get().resume();
        assertThat(title).containsText(host.name());
        ada.inRoom().button("Room menu").click();
        assertThat(ada.item("Leave the room")).isVisible();
        // Whether it is muted was not to be learned.
        assertThat(ada.item("Mute")).isDisabled();
        assertThat(ada.item("Pinned messages")).isFocused();
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
        breaksNoRule(talker.page());
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
