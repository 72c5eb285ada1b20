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
import dev.confab.local.test.Visitor;
import io.quarkus.test.junit.QuarkusTest;
import java.util.List;
import java.util.regex.Pattern;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/** Usable without a mouse, without seeing, on a phone, and in the dark. */
@QuarkusTest
class AccessibilityTest extends BrowserTest {

    private static final int PHONE_WIDTH = 390;

    @ParameterizedTest
    @EnumSource(
            value = ColorScheme.class,
            names = {"LIGHT", "DARK"})
    void breaksNoRuleOfTheAccessibilityGuidelines(ColorScheme scheme) {
        Visitor stranger = BROWSER.visitor(
                "stranger-" + scheme,
                new Browser.NewContextOptions()
                        .setBaseURL(base.toString())
                        .setColorScheme(scheme)
                        .setReducedMotion(ReducedMotion.REDUCE));
        for (String path : List.of("/login", "/register", "/nothing")) {
            stranger.expecting("Failed to load resource.*404").page().navigate(path);
            stranger.page().getByRole(AriaRole.MAIN).waitFor();
            breaksNoRule(stranger.page());
        }
        Talker ada = talker(
                "ada-" + scheme,
                new Browser.NewContextOptions().setColorScheme(scheme).setReducedMotion(ReducedMotion.REDUCE));
        ada.enter(unique("rules")).say("hello").say("https://example.org");
        assertThat(ada.messages()).hasCount(2);
        ada.visitor().screenshot("room");
        breaksNoRule(ada.page());
        ada.link("All rooms").click();
        ada.page()
                .getByRole(AriaRole.HEADING, new Page.GetByRoleOptions().setLevel(1))
                .waitFor();
        ada.visitor().screenshot("lobby");
        breaksNoRule(ada.page());
        ada.page().getByRole(AriaRole.MAIN).getByText("New room").click();
        breaksNoRule(ada.page());
    }

    @Test
    @Tag("CH-12")
    void needsNoMouse() {
        String room = unique("keys");
        Talker ada = talker("ada");
        Talker ben = talker("ben").enter(room);
        Page page = ada.page();
        page.navigate("/");
        assertThat(ada.link(room).first()).isVisible();
        page.keyboard().press("Tab");
        assertThat(ada.link("Skip to content")).isFocused();
        page.keyboard().press("Enter");
        page.keyboard().press("Control+k");
        page.keyboard().type(room);
        page.keyboard().press("Enter");
        ada.inRoom();
        assertThat(ada.composer()).isFocused();
        page.keyboard().type("no mouse");
        page.keyboard().press("Enter");
        assertThat(ben.message("no mouse")).isVisible();
        // Past what can be added to a message.
        page.keyboard().press("Shift+Tab");
        assertThat(ada.button("Attach files")).isFocused();
        page.keyboard().press("Shift+Tab");
        assertThat(ada.button("More ways to send")).isFocused();
        page.keyboard().press("Shift+Tab");
        assertThat(ada.log()).isFocused();

        Locator account = ada.button("Account: " + ada.username());
        account.focus();
        page.keyboard().press("Enter");
        assertThat(account).hasAttribute("aria-expanded", "true");
        page.keyboard().press("Tab");
        assertThat(ada.button("Set a status")).isFocused();
        page.keyboard().press("Tab");
        page.keyboard().press("ArrowRight");
        page.keyboard().press("ArrowRight");
        assertThat(page.locator("html")).hasAttribute("data-theme", "dark");
        page.keyboard().press("Escape");
        assertThat(account).isFocused();
        page.reload();
        assertThat(page.locator("html")).hasAttribute("data-theme", "dark");
    }

    @Test
    @Tag("CH-12")
    void tellsScreenReadersWhatHappens() {
        Talker ada = talker("ada").enter(unique("live"));
        Page page = ada.page();
        assertThat(ada.log()).hasAccessibleName(Pattern.compile("^Messages in "));
        assertThat(page.locator(".connection [role=status]")).hasCount(1);
        assertThat(page.getByRole(AriaRole.NAVIGATION)).hasAccessibleName("Rooms");
        assertThat(page.getByRole(AriaRole.MAIN)).hasCount(1);
        assertThat(page.getByRole(AriaRole.COMPLEMENTARY)).hasAccessibleName("In this room");
        assertThat(page.locator("html")).hasAttribute("lang", "en");
    }

    @Test
    void fitsOnAPhone() {
        Browser.NewContextOptions phone = new Browser.NewContextOptions()
                .setViewportSize(PHONE_WIDTH, 780)
                .setDeviceScaleFactor(2)
                .setIsMobile(true)
                .setHasTouch(true);
        Talker ada = talker("ada", phone);
        String room = unique("pocket");
        ada.page().navigate("/rooms/" + room);
        ada.say("x".repeat(300)).say("on the way");
        assertThat(ada.message("on the way")).isInViewport();
        assertThat(width(ada.page())).isEqualTo(PHONE_WIDTH);
        ada.visitor().screenshot("room");
        ada.page().locator(".people-button").tap();
        assertThat(ada.people()).containsText(ada.username());
        ada.visitor().screenshot("people");
        ada.page().keyboard().press("Escape");
        ada.link("Back to all rooms").tap();
        assertThat(ada.page().getByRole(AriaRole.MAIN).getByText(room)).isVisible();
        assertThat(width(ada.page())).isEqualTo(PHONE_WIDTH);
        ada.visitor().screenshot("lobby");
    }

    private static int width(Page page) {
        return (int) page.evaluate("() => document.documentElement.scrollWidth");
    }
}
