package dev.confab.chat.web;

import static com.microsoft.playwright.assertions.PlaywrightAssertions.assertThat;

import com.microsoft.playwright.Locator;
import com.microsoft.playwright.Page;
import com.microsoft.playwright.options.AriaRole;
import dev.confab.local.test.Visitor;
import io.quarkus.test.junit.QuarkusTest;
import java.util.regex.Pattern;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;

@QuarkusTest
class AccountPagesTest extends BrowserTest {

    private static final String REFUSED_REQUEST = "Failed to load resource.*(401|409)";

    @Test
    @Tag("CH-11")
    void signsUpAndEntersTheRoomThatWasAskedFor() {
        Visitor ada = stranger("ada");
        String name = unique("ada");
        String room = unique("welcome");
        Page page = ada.page();
        page.navigate("/rooms/" + room);
        assertThat(page.getByRole(AriaRole.HEADING)).hasText("Sign in");
        page.getByRole(AriaRole.LINK, new Page.GetByRoleOptions().setName("Create an account"))
                .click();
        page.getByLabel("Username").fill(name);
        page.getByLabel("E-mail").fill(name + "@example.org");
        password(page).fill(Talker.PASSWORD);
        ada.screenshot("sign-up");
        page.getByRole(AriaRole.BUTTON, new Page.GetByRoleOptions().setName("Create account"))
                .click();
        assertThat(page).hasURL(Pattern.compile("/rooms/" + room + "$"));
        new Talker(ada, name).inRoom();
        assertThat(page.getByRole(AriaRole.HEADING, new Page.GetByRoleOptions().setLevel(1)))
                .hasText(room);
        assertThat(page).hasTitle(room + " · confab");
    }

    @Test
    void signsInAndOut() {
        Talker ada = talker("ada");
        Page page = ada.page();
        page.navigate("/");
        ada.button("Account: " + ada.username()).click();
        ada.button("Sign out").click();
        assertThat(page).hasURL(Pattern.compile("/login$"));
        page.navigate("/rooms/hall");
        page.getByLabel("Username").fill(ada.username());
        password(page).fill(Talker.PASSWORD);
        password(page).press("Enter");
        assertThat(page).hasURL(Pattern.compile("/rooms/hall$"));
        page.navigate("/login");
        assertThat(page).hasURL(base.toString());
    }

    @Test
    void showsWhatIsWrongNextToTheField() {
        Visitor stranger = stranger("stranger").expecting(REFUSED_REQUEST);
        Talker ada = talker("ada");
        Page page = stranger.page();
        page.navigate("/register");
        page.getByRole(AriaRole.BUTTON, new Page.GetByRoleOptions().setName("Create account"))
                .click();
        assertThat(page.getByLabel("Username")).isFocused();
        assertThat(page.getByLabel("Username")).hasAttribute("aria-invalid", "true");
        page.getByLabel("Username").fill(ada.username());
        page.getByLabel("E-mail").fill(unique("b") + "@example.org");
        password(page).fill("short");
        password(page).press("Enter");
        assertThat(password(page)).hasAccessibleDescription(Pattern.compile("Use 8 to 128 characters"));
        password(page).fill(Talker.PASSWORD);
        password(page).press("Enter");
        assertThat(page.getByLabel("Username")).hasAttribute("aria-invalid", "true");
        assertThat(page.getByLabel("Username")).isFocused();
        stranger.screenshot("name-taken");

        page.navigate("/login");
        page.getByLabel("Username").fill(ada.username());
        password(page).fill("not the password");
        password(page).press("Enter");
        assertThat(page.getByRole(AriaRole.ALERT)).not().isEmpty();
    }

    @Test
    void neverSendsAnybodyElsewhereAfterSignIn() {
        for (String next : new String[] {"//evil.example", "/%5Cevil.example", "https://evil.example/"}) {
            Talker ada = talker("ada");
            ada.visitor().context().clearCookies();
            Page page = ada.page();
            page.navigate("/login?next=" + next);
            page.getByLabel("Username").fill(ada.username());
            password(page).fill(Talker.PASSWORD);
            password(page).press("Enter");
            assertThat(page).hasURL(base.toString());
        }
    }

    @Test
    void endsEveryOtherWindowWhenThePasswordChanges() {
        Talker ada = talker("ada");
        ada.enter(unique("hall"));
        Visitor elsewhere = stranger("elsewhere").expecting(REFUSED_REQUEST);
        Page page = elsewhere.page();
        page.navigate("/rooms/hall");
        page.getByLabel("Username").fill(ada.username());
        password(page).fill(Talker.PASSWORD);
        password(page).press("Enter");
        new Talker(elsewhere, ada.username()).inRoom();

        ada.button("Account: " + ada.username()).click();
        ada.button("Change password").click();
        ada.page().getByLabel("Current password").fill(Talker.PASSWORD);
        ada.page().getByLabel("New password").fill("another long password");
        ada.page().getByRole(AriaRole.DIALOG).getByRole(AriaRole.BUTTON).last().click();

        assertThat(ada.page().getByText("Your password was changed.")).isVisible();
        assertThat(page).hasURL(Pattern.compile("/login\\?next=%2Frooms%2Fhall$"));
        ada.say("still here");
        assertThat(ada.message("still here")).isVisible();
    }

    private static Locator password(Page page) {
        return page.getByLabel("Password", new Page.GetByLabelOptions().setExact(true));
    }
}
