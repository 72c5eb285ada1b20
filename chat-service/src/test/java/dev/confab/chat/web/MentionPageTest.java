package dev.confab.chat.web;

import static com.microsoft.playwright.assertions.PlaywrightAssertions.assertThat;
import static dev.confab.chat.web.Accessibility.breaksNoRule;
import static org.assertj.core.api.Assertions.assertThat;

import com.microsoft.playwright.Browser;
import com.microsoft.playwright.Locator;
import com.microsoft.playwright.Page;
import com.microsoft.playwright.options.AriaRole;
import com.microsoft.playwright.options.ColorScheme;
import com.microsoft.playwright.options.ReducedMotion;
import dev.confab.chat.room.AccessMode;
import dev.confab.chat.room.RoomAccess;
import dev.confab.chat.testing.TestRooms;
import dev.confab.chat.testing.TestUser;
import io.quarkus.test.junit.QuarkusTest;
import jakarta.inject.Inject;
import java.util.regex.Pattern;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

@QuarkusTest
@Tag("CH-12")
class MentionPageTest extends BrowserTest {

    private static final int PHONE_WIDTH = 390;

    @Inject
    TestRooms rooms;

    @Inject
    RoomAccess access;

    @Test
    void offersNamesToTheKeyboard() {
        String room = unique("names");
        Talker ada = talker("ada").enter(room);
        Talker ben = talker("ben").enter(room);
        assertThat(ada.people()).containsText(ben.username());

        ada.composer().pressSequentially("Ask @be");
        Locator options = ada.page().getByRole(AriaRole.OPTION);
        assertThat(options).hasCount(1);
        assertThat(options.first()).containsText(ben.username());
        assertThat(ada.composer()).hasAttribute("aria-activedescendant", String.valueOf(options.getAttribute("id")));
        ada.visitor().screenshot("completion");
        ada.composer().press("Escape");
        assertThat(options).hasCount(0);
        ada.composer().press("Backspace");
        ada.composer().press("Enter");
        assertThat(ada.composer()).hasValue("Ask @" + ben.username() + " ");
        assertThat(ada.messages()).hasCount(0);
        ada.composer().pressSequentially("please");
        ada.composer().press("Enter");

        Locator mine = ben.message("please").locator(".mention");
        assertThat(mine).hasText("@" + ben.username());
        assertThat(mine).hasClass("mention mention--me");
        assertThat(ada.message("please").locator(".mention")).hasClass("mention");
        // A name that nobody has is text.
        ada.say("and @nobody-" + ben.username());
        assertThat(ben.message("and @nobody")).isVisible();
        assertThat(ben.message("and @nobody").locator(".mention")).hasCount(0);
        ben.visitor().screenshot("mentioned");
    }

    @Test
    void answersAMessageAndLeadsBackToIt() {
        String room = unique("answers");
        Talker ada = talker("ada").enter(room);
        Talker ben = talker("ben").enter(room);
        ben.say("shall we ship it?");
        Locator question = ada.message("shall we ship it?");
        question.hover();
        ada.button("Reply to " + ben.username()).click();
        assertThat(ada.composer()).isFocused();
        assertThat(ada.page().locator(".answered")).containsText("shall we ship it?");
        ada.say("yes, tomorrow");
        assertThat(ada.page().locator(".answered")).isHidden();
        Locator quote = ben.log().locator(".quote");
        assertThat(quote).containsText("shall we ship it?");
        ben.visitor().screenshot("answered");

        // By keyboard: up from the newest, R answers, Escape gives it up.
        ada.log().focus();
        ada.page().keyboard().press("ArrowUp");
        ada.page().keyboard().press("ArrowUp");
        ada.page().keyboard().press("r");
        assertThat(ada.page().locator(".answered")).containsText("shall we ship it?");
        ada.composer().press("Escape");
        assertThat(ada.page().locator(".answered")).isHidden();

        say(room, 30);
        assertThat(ben.messages().last()).hasText("30");
        assertThat(ben.messages().last()).isInViewport();
        assertThat(ben.message("shall we ship it?")).not().isInViewport();
        quote.scrollIntoViewIfNeeded();
        quote.click();
        assertThat(ben.message("shall we ship it?")).isInViewport();
        assertThat(ben.page().locator("li:focus")).containsText("shall we ship it?");
        assertThat(ben.page()).hasURL(Pattern.compile("/rooms/" + room + "$"));
    }

    @Test
    void opensARoomAtAMessage() {
        String room = unique("deep");
        Talker ada = talker("ada").enter(room);
        say(room, 300);
        assertThat(ada.messages().last()).hasText("300");
        // The first event of a room is its creation.
        ada.page().navigate("/rooms/" + room + "?at=24");
        assertThat(ada.page().locator("li:focus .message-text")).hasText("23");
        assertThat(ada.page().locator("li:focus")).isInViewport();
        ada.page().navigate("/rooms/" + room + "?at=4000");
        assertThat(ada.page().getByText("too far back")).isVisible();
    }

    @ParameterizedTest
    @EnumSource(
            value = ColorScheme.class,
            names = {"LIGHT", "DARK"})
    void breaksNoRuleOfTheAccessibilityGuidelines(ColorScheme scheme) {
        String room = unique("rules");
        Talker ben = talker("ben").enter(room);
        Talker ada = talker(
                        "ada-" + scheme,
                        new Browser.NewContextOptions().setColorScheme(scheme).setReducedMotion(ReducedMotion.REDUCE))
                .enter(room);
        ben.say("hello @" + ada.username() + ", and @" + ben.username());
        ada.message("hello").hover();
        ada.button("Reply to " + ben.username()).click();
        ada.say("hello @" + ben.username());
        ada.message("hello").first().hover();
        ada.button("Reply to " + ben.username()).first().click();
        ada.composer().pressSequentially("@");
        assertThat(ada.page().getByRole(AriaRole.OPTION)).hasCount(1);
        ada.visitor().screenshot("mentions");
        breaksNoRule(ada.page());
    }

    @Test
    void fitsOnAPhone() {
        String room = unique("pocket");
        Talker ben = talker("ben").enter(room);
        Talker ada = talker(
                "ada",
                new Browser.NewContextOptions()
                        .setViewportSize(PHONE_WIDTH, 780)
                        .setDeviceScaleFactor(2)
                        .setIsMobile(true)
                        .setHasTouch(true));
        Page page = ada.page();
        page.navigate("/rooms/" + room);
        ben.say("@" + ada.username() + " where are you? " + "It is late. ".repeat(12));
        ada.button("Actions for the message by " + ben.username()).tap();
        page.getByRole(
                        AriaRole.MENUITEM,
                        new Page.GetByRoleOptions().setName("Reply").setExact(true))
                .tap();
        ada.say("on the way");
        assertThat(ada.log().locator(".quote")).containsText("where are you?");
        ada.composer().pressSequentially("@");
        page.getByRole(AriaRole.OPTION).first().tap();
        assertThat(ada.composer()).hasValue("@" + ben.username() + " ");
        ada.visitor().screenshot("reply");
        assertThat((int) page.evaluate("() => document.documentElement.scrollWidth"))
                .isEqualTo(PHONE_WIDTH);
    }

    /** Messages of somebody else, past every limit. */
    private void say(String room, int count) {
        TestUser author = TestUser.register();
        rooms.say(access.require(room, author.identity(), AccessMode.POST).id(), author, count);
    }
}
