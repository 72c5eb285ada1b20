package dev.confab.system.chat;

import static com.microsoft.playwright.assertions.PlaywrightAssertions.assertThat;

import com.microsoft.playwright.Locator;
import com.microsoft.playwright.Page;
import com.microsoft.playwright.options.AriaRole;
import com.microsoft.playwright.options.RequestOptions;
import dev.confab.local.test.BrowserExtension;
import dev.confab.local.test.Visitor;
import java.util.Map;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;

/** Two people with browsers, each at another node. */
class BrowserAcrossNodesTest {
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

        composer(ben).pressSequentially("Hello from the other node");
        assertThat(ada.page().getByText("ben_" + mark + " is typing")).isVisible();
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

    private static Locator log(Visitor visitor) {
        return visitor.page().getByRole(AriaRole.LOG);
    }

    private static Locator composer(Visitor visitor) {
        return visitor.page().getByRole(AriaRole.TEXTBOX, new Page.GetByRoleOptions().setName("Message "));
    }
}
