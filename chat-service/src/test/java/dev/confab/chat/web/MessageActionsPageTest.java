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
import io.quarkus.test.junit.QuarkusTest;
import java.util.List;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/** What people do with messages, seen by the others at once and in the same way after a reload. */
@QuarkusTest
@Tag("CH-12")
class MessageActionsPageTest extends BrowserTest {

    private static final int PHONE_WIDTH = 390;

    @Test
    void showsTheSameLiveAsAfterAReload() {
        String room = unique("doings");
        Talker ada = talker("ada").enter(room);
        Talker ben = talker("ben").enter(room);
        ben.say("first draft").say("a mistake").say("worth keeping");
        assertThat(ada.messages()).hasCount(3);
        ada.act("a mistake", "Reply");
        ada.say("are you sure?");
        assertThat(ben.log().locator(".quote")).containsText("a mistake");

        // Only the author is offered to edit; arrow up in the empty field edits one's own last message.
        assertThat(ada.menu("first draft").filter(new Locator.FilterOptions().setHasText("Edit")))
                .hasCount(0);
        ada.page().keyboard().press("Escape");
        ben.act("first draft", "Edit");
        ben.page().getByLabel("Edit the message").fill("second draft <b>of it</b>");
        ben.page().getByLabel("Edit the message").press("Enter");
        assertThat(ada.message("second draft <b>of it</b>")).isVisible();
        assertThat(ada.log()).containsText("(edited)");
        ada.composer().press("ArrowUp");
        assertThat(ada.page().getByLabel("Edit the message")).hasValue("are you sure?");
        ada.page().keyboard().press("Escape");
        assertThat(ada.message("are you sure?")).isVisible();

        ben.act("a mistake", "Delete …");
        assertThat(ben.dialog()).containsText("a mistake");
        ben.visitor().screenshot("delete");
        ben.button("Cancel").click();
        assertThat(ben.message("a mistake")).isVisible();
        ben.act("a mistake", "Delete …");
        ben.dialog()
                .getByText("Delete", new Locator.GetByTextOptions().setExact(true))
                .click();
        assertThat(ada.log()).containsText("This message was deleted");
        // What was deleted is not repeated by those who quoted it.
        assertThat(ada.log().locator(".quote")).containsText("deleted message");
        assertThat(ada.log()).not().containsText("a mistake");

        ada.message("worth keeping").hover();
        ada.button("React to " + ben.username()).click();
        ada.page().getByLabel("Find an emoji").fill("rocket");
        ada.page().keyboard().press("Enter");
        Locator rocket = ben.log().locator(".reaction[aria-label^='rocket']");
        assertThat(rocket).hasAttribute("aria-pressed", "false");
        rocket.click();
        assertThat(rocket).hasText("🚀2");
        assertThat(rocket).hasAttribute("aria-pressed", "true");
        ada.act("worth keeping", "Pin");
        assertThat(ben.log()).containsText("Pinned");
        ben.button("Pinned messages").click();
        assertThat(ben.panel()).containsText("worth keeping");
        ben.visitor().screenshot("pins");

        assertThat(ada.log()).containsText("Pinned");
        assertThat(ada.log().locator(".reaction[aria-label^='rocket']")).hasText("🚀2");
        List<String> adas = ada.shown();
        List<String> bens = ben.shown();
        assertThat(adas).hasSize(4);
        ada.page().reload();
        ada.inRoom();
        assertThat(ada.messages()).hasCount(3);
        assertThat(ada.shown()).isEqualTo(adas);
        ben.page().reload();
        ben.inRoom();
        assertThat(ben.messages()).hasCount(3);
        assertThat(ben.shown()).isEqualTo(bens);
    }

    @Test
    void keepsAnswersOfAThreadTogetherAndCountsThem() {
        String room = unique("threads");
        Talker ada = talker("ada").enter(room);
        Talker ben = talker("ben").enter(room);
        ada.say("which one?").say("something else");
        ben.act("which one?", "Reply in thread");
        Locator field = ben.panel().getByLabel("Reply in thread");
        field.fill("the left one");
        field.press("Enter");
        assertThat(ben.panel().locator(".messages .message-text")).hasText("the left one");
        field.fill("no, the right one");
        field.press("Enter");

        Locator replies = ada.log().locator(".replies");
        assertThat(replies).containsText("2 replies");
        assertThat(ada.messages()).hasCount(2);
        replies.click();
        Locator answers = ada.panel().locator(".messages .message-text");
        assertThat(answers).hasText(new String[] {"the left one", "no, the right one"});
        assertThat(ada.panel().getByText("Following")).hasAttribute("aria-pressed", "true");
        ada.panel().getByLabel("Reply in thread").fill("thanks");
        ada.panel().getByLabel("Reply in thread").press("Enter");
        assertThat(ben.panel().locator(".messages .message-text")).hasCount(3);
        assertThat(replies).containsText("3 replies");
        assertThat(answers).hasCount(3);
        ada.visitor().screenshot("thread");

        Locator wrong = ben.panel().locator(".messages .message-text").first();
        wrong.hover();
        ben.panel().getByLabel("More about the message by").click();
        ben.page()
                .getByRole(AriaRole.MENUITEM)
                .filter(new Locator.FilterOptions().setHasText("Delete"))
                .click();
        ben.dialog()
                .getByText("Delete", new Locator.GetByTextOptions().setExact(true))
                .click();
        assertThat(replies).containsText("2 replies");
        assertThat(answers).hasCount(2);
        ada.page().keyboard().press("Escape");
        assertThat(ada.panel()).hasCount(0);

        List<String> live = ada.shown();
        ada.page().reload();
        ada.inRoom();
        assertThat(ada.messages()).hasCount(2);
        assertThat(ada.shown()).isEqualTo(live);
    }

    @ParameterizedTest
    @EnumSource(
            value = ColorScheme.class,
            names = {"LIGHT", "DARK"})
    void breaksNoRuleOfTheAccessibilityGuidelines(ColorScheme scheme) {
        String room = unique("rules");
        Talker ada = talker(
                        "ada-" + scheme,
                        new Browser.NewContextOptions().setColorScheme(scheme).setReducedMotion(ReducedMotion.REDUCE))
                .enter(room);
        ada.say("hello @room").say("gone");
        assertThat(ada.messages()).hasCount(2);
        ada.act("gone", "Delete …");
        breaksNoRule(ada.page());
        ada.dialog()
                .getByText("Delete", new Locator.GetByTextOptions().setExact(true))
                .click();
        ada.message("hello").hover();
        ada.button("React with 👍").click();
        assertThat(ada.log().locator(".reaction")).hasCount(2);
        ada.act("hello", "Pin");
        assertThat(ada.log()).containsText("Pinned");
        ada.menu("hello");
        breaksNoRule(ada.page());
        ada.page().keyboard().press("Escape");
        ada.act("hello", "React …");
        breaksNoRule(ada.page());
        ada.page().keyboard().press("Escape");
        ada.act("hello", "Edit");
        breaksNoRule(ada.page());
        ada.page().keyboard().press("Escape");
        ada.act("hello", "Reply in thread");
        ada.panel().getByLabel("Reply in thread").fill("hello");
        ada.panel().getByLabel("Reply in thread").press("Enter");
        assertThat(ada.log().locator(".replies")).isVisible();
        breaksNoRule(ada.page());
        ada.visitor().screenshot("thread");
        ada.button("Pinned messages").click();
        assertThat(ada.panel()).containsText("hello");
        breaksNoRule(ada.page());
        ada.page().navigate("/search?q=hello");
        ada.page()
                .getByRole(AriaRole.HEADING, new Page.GetByRoleOptions().setLevel(1))
                .waitFor();
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
        ada.page().navigate("/rooms/" + room);
        ben.say("a question " + "that is rather long ".repeat(10));
        ada.button("Actions for the message by " + ben.username()).tap();
        ada.visitor().screenshot("menu");
        ada.page()
                .getByRole(AriaRole.MENUITEM)
                .filter(new Locator.FilterOptions().setHasText("Reply in thread"))
                .tap();
        ada.panel().getByLabel("Reply in thread").fill("an answer");
        ada.panel().getByLabel("Send message").tap();
        assertThat(ada.panel().locator(".messages .message-text")).hasText("an answer");
        assertThat(width(ada.page())).isEqualTo(PHONE_WIDTH);
        ada.visitor().screenshot("thread");
        // The way back leads from the thread to the room, not out of it.
        ada.page().goBack();
        assertThat(ada.panel()).hasCount(0);
        assertThat(ada.log().locator(".replies")).isVisible();
        ada.choose("Room menu", "Threads you follow");
        assertThat(ada.panel()).containsText("1 reply");
        ada.button("Back to the room").tap();
        assertThat(ada.panel()).hasCount(0);
        assertThat(width(ada.page())).isEqualTo(PHONE_WIDTH);
    }

    private static int width(Page page) {
        return (int) page.evaluate("() => document.documentElement.scrollWidth");
    }
}
