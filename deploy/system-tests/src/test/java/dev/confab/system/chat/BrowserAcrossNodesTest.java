package dev.confab.system.chat;

import static com.microsoft.playwright.assertions.PlaywrightAssertions.assertThat;
import static dev.confab.local.test.Patience.await;

import com.microsoft.playwright.Locator;
import com.microsoft.playwright.Page;
import com.microsoft.playwright.options.AriaRole;
import com.microsoft.playwright.options.RequestOptions;
import dev.confab.local.test.BrowserExtension;
import dev.confab.local.test.Visitor;
import java.time.Duration;
import java.util.Map;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;

/** Two people with browsers, each at another node. */
class BrowserAcrossNodesTest {
    /** Longer than the pause after which a page takes back that somebody types. */
    private static final Duration BETWEEN_KEYS = Duration.ofSeconds(2);

    @RegisterExtension
    static final BrowserExtension BROWSER = new BrowserExtension();

    @Test
    @Tag("CH-12")
    void peopleOnTwoNodesTalkInTheirBrowsers() {
        String mark = Long.toString(System.nanoTime(), 36);
        String room = "bridge_" + mark;
        Visitor ada = enter("ada_" + mark, 1, room);
        Visitor ben = enter("ben_" + mark, 2, room);
        assertThat(log(ada)).containsText("ben_" + mark + " joined");

        noteWhoIsTyping(ada);
        String notice = "ben_" + mark + " is typing";
        // A notice that is lost is not repeated; whoever types again sends another.
        await().pollInSameThread()
                .pollDelay(Duration.ZERO)
                .pollInterval(BETWEEN_KEYS)
                .until(() -> {
                    composer(ben).press("x");
                    return notice.equals(ada.page().locator("html").getAttribute("data-typed"));
                });
        composer(ben).fill("Hello from the other node");
        composer(ben).press("Enter");
        assertThat(log(ada)).containsText("Hello from the other node");

        composer(ada).fill("I read you");
        composer(ada).press("Enter");
        assertThat(log(ben)).containsText("I read you");
        ada.screenshot("node-1");
        ben.screenshot("node-2");
    }

    private static Visitor enter(String name, int node, String room) {
        Visitor visitor = BROWSER.visitor(name, TwoNodeSuite.node(node).toString());
        Map<String, String> account =
                Map.of("username", name, "email", name + "@example.org", "password", "correct horse battery");
        visitor.context()
                .request()
                .post("/api/auth/register", RequestOptions.create().setData(account));
        visitor.page().navigate("/rooms/" + room);
        assertThat(visitor.page().getByRole(AriaRole.COMPLEMENTARY)).containsText(name);
        return visitor;
    }

    /** Keeps what is shown for a moment only, or not at all because its end came with it. */
    private static void noteWhoIsTyping(Visitor visitor) {
        visitor.page().evaluate("""
                () => {
                  const line = document.querySelector('.typing');
                  new MutationObserver((records) => {
                    for (const { addedNodes } of records) {
                      for (const { textContent } of addedNodes) {
                        if (textContent) document.documentElement.dataset.typed = textContent;
                      }
                    }
                  }).observe(line, { childList: true });
                }""");
    }

    private static Locator log(Visitor visitor) {
        return visitor.page().getByRole(AriaRole.LOG);
    }

    private static Locator composer(Visitor visitor) {
        return visitor.page().getByRole(AriaRole.TEXTBOX, new Page.GetByRoleOptions().setName("Message "));
    }
}
