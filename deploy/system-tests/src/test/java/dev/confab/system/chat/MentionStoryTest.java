package dev.confab.system.chat;

import static com.microsoft.playwright.assertions.PlaywrightAssertions.assertThat;
import static dev.confab.local.test.Patience.await;
import static org.assertj.core.api.Assertions.assertThat;

import com.microsoft.playwright.APIResponse;
import com.microsoft.playwright.Browser;
import com.microsoft.playwright.Locator;
import com.microsoft.playwright.Page;
import com.microsoft.playwright.options.AriaRole;
import com.microsoft.playwright.options.ColorScheme;
import com.microsoft.playwright.options.RequestOptions;
import dev.confab.local.ReceivedMail;
import dev.confab.local.Suite;
import dev.confab.local.test.BrowserExtension;
import dev.confab.local.test.Visitor;
import java.net.URI;
import java.time.Duration;
import java.util.Map;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;

/** From a mention to a mail, seen from outside: two people with browsers, an SMTP server, three services. */
@Tag("NO-01")
@Tag("NO-02")
class MentionStoryTest {
    private static final Duration PATIENCE = Duration.ofSeconds(60);
    private static final String PASSWORD = "correct horse battery";
    private static final int PHONE_WIDTH = 390;

    @RegisterExtension
    static final BrowserExtension BROWSER = new BrowserExtension();

    private final Suite suite = TwoNodeSuite.get();
    private final String mark = Long.toString(System.nanoTime(), 36);
    private final String room = "story_" + mark;
    private final String bobsName = "bob_" + mark;
    private final String bobsAddress = bobsName + "@example.org";

    @Test
    void somebodyWhoIsAwayGetsAMailAndSomebodyWhoIsThereGetsAPush() {
        Visitor ann = registered("ann_" + mark, 1);
        registered(bobsName, 2).context().clearCookies();

        // Ann mentions Bob, who is away.
        ann.page().navigate("/rooms/" + room);
        assertThat(ann.page().getByRole(AriaRole.COMPLEMENTARY)).containsText("ann_" + mark);
        say(ann, "@" + bobsName + " can you have a look?");
        assertThat(log(ann).locator(".mention")).hasText("@" + bobsName);

        // It is mailed to him once he has not come for a while.
        ReceivedMail mail = await().atMost(PATIENCE)
                .until(() -> suite.mail().mailsTo(bobsAddress), mails -> !mails.isEmpty())
                .getFirst();
        assertThat(mail.subject()).contains("ann_" + mark, "mentioned you", room);
        assertThat(mail.text()).contains("can you have a look?");
        URI link = linkIn(String.valueOf(mail.text()));

        // On his phone and at his desk the bell shows what he has missed.
        Visitor phone = signedIn(bobsName, 2, phone());
        assertThat(bell(phone)).hasAccessibleName("Notifications, 1 unread");
        Visitor desk = signedIn(bobsName, 1, desktop());
        assertThat(bell(desk)).hasAccessibleName("Notifications, 1 unread");
        bell(desk).click();
        Locator entry = list(desk).getByRole(AriaRole.LISTITEM);
        assertThat(entry).hasCount(1);
        assertThat(entry).containsText("Unread: ann_" + mark + " mentioned you in " + room);
        assertThat(entry).containsText("can you have a look?");
        desk.screenshot("list");
        bell(phone).tap();
        assertThat(list(phone).getByRole(AriaRole.LISTITEM)).hasCount(1);
        phone.screenshot("list");
        phone.page()
                .getByRole(AriaRole.BUTTON, new Page.GetByRoleOptions().setName("Close notifications"))
                .tap();

        // The mail's link opens the room, and what is read there is read everywhere.
        desk.page().navigate(link.toString());
        assertThat(log(desk).locator(".mention--me")).hasText("@" + bobsName);
        desk.screenshot("room");
        assertThat(bell(desk)).hasAccessibleName("Notifications");
        assertThat(bell(phone)).hasAccessibleName("Notifications");
        String token = token(desk);
        assertThat(get(desk, token, "/api/notifications/unread")).contains("\"unread\":0");
        assertThat(get(desk, token, "/api/notifications")).contains("\"readAt\":\"2");

        // Bob is there now, at another page: Ann's answer reaches him at once.
        say(desk, "I had a look");
        assertThat(log(ann)).containsText("I had a look");
        AtomicBoolean greeted = greetingOfNextInbox(desk.page());
        desk.page().navigate("/");
        assertThat(desk.page().getByRole(AriaRole.HEADING, new Page.GetByRoleOptions().setLevel(1)))
                .hasText("Rooms");
        // What comes before is counted, but not announced.
        desk.page().waitForCondition(greeted::get, new Page.WaitForConditionOptions().setTimeout((double)
                        PATIENCE.toMillis()));
        log(ann).getByText("I had a look").hover();
        ann.page()
                .getByRole(AriaRole.BUTTON, new Page.GetByRoleOptions().setName("Reply to " + bobsName))
                .click();
        say(ann, "thank you");
        assertThat(bell(desk)).hasAccessibleName("Notifications, 1 unread");
        assertThat(bell(phone)).hasAccessibleName("Notifications, 1 unread");
        assertThat(desk.page().getByLabel("New notifications")).hasText("ann_" + mark + " replied to you in " + room);
        bell(desk).click();
        Locator answer = list(desk).getByRole(AriaRole.LINK).first();
        assertThat(answer).containsText("replied to you");

        // And there is no mail about it: the service says why.
        String id = firstId(get(desk, token, "/api/notifications?unread=true"));
        String delivery = await().atMost(PATIENCE)
                .until(
                        () -> get(desk, token, "/api/notifications/" + id + "/delivery"),
                        body -> !body.contains("\"pending\""));
        assertThat(delivery).contains("\"skipped\"", "\"online\"");
        assertThat(suite.mail().mailsTo(bobsAddress)).hasSize(1);

        answer.click();
        assertThat(log(desk).locator("li:focus")).containsText("thank you");
        assertThat(log(desk).locator("li:focus .quote")).containsText("I had a look");
        assertThat(bell(desk)).hasAccessibleName("Notifications");
        assertThat(bell(phone)).hasAccessibleName("Notifications");
        assertThat(suite.mail().mailsTo(bobsAddress)).hasSize(1);
    }

    /** Becomes true when a connection that the page opens from now on hears its inbox greet. */
    private static AtomicBoolean greetingOfNextInbox(Page page) {
        AtomicBoolean greeted = new AtomicBoolean();
        page.onWebSocket(socket -> {
            if (socket.url().contains("/ws/notifications")) {
                socket.onFrameReceived(frame -> {
                    if (String.valueOf(frame.text()).contains("\"type\":\"hello\"")) {
                        greeted.set(true);
                    }
                });
            }
        });
        return greeted;
    }

    private static URI linkIn(String text) {
        Matcher matcher = Pattern.compile("https?://\\S+/rooms/\\S+").matcher(text);
        assertThat(matcher.find()).as(text).isTrue();
        return URI.create(matcher.group());
    }

    private static String firstId(String page) {
        Matcher matcher = Pattern.compile("\"id\":\"([0-9a-f-]{36})\"").matcher(page);
        assertThat(matcher.find()).as(page).isTrue();
        return matcher.group(1);
    }

    private Visitor registered(String name, int node) {
        Visitor visitor = BROWSER.visitor(name, TwoNodeSuite.node(node).toString());
        post(
                visitor,
                "/api/auth/register",
                Map.of("username", name, "email", name + "@example.org", "password", PASSWORD));
        return visitor;
    }

    /** As people do it: with the form. */
    private static Visitor signedIn(String name, int node, Browser.NewContextOptions window) {
        String at = window.isMobile == null ? "desk" : "phone";
        Visitor visitor =
                BROWSER.visitor(at, window.setBaseURL(TwoNodeSuite.node(node).toString()));
        Page page = visitor.page();
        page.navigate("/");
        page.getByLabel("Username").fill(name);
        page.getByLabel("Password", new Page.GetByLabelOptions().setExact(true)).fill(PASSWORD);
        page.getByRole(AriaRole.BUTTON, new Page.GetByRoleOptions().setName("Sign in"))
                .click();
        assertThat(page.getByRole(
                        AriaRole.HEADING,
                        new Page.GetByRoleOptions().setName("Rooms").setLevel(1)))
                .isVisible();
        return visitor;
    }

    private static Browser.NewContextOptions desktop() {
        return new Browser.NewContextOptions().setViewportSize(1280, 800).setColorScheme(ColorScheme.DARK);
    }

    private static Browser.NewContextOptions phone() {
        return new Browser.NewContextOptions()
                .setViewportSize(PHONE_WIDTH, 780)
                .setDeviceScaleFactor(2)
                .setIsMobile(true)
                .setHasTouch(true);
    }

    private static void say(Visitor visitor, String text) {
        Locator composer = visitor.page().getByRole(AriaRole.TEXTBOX, new Page.GetByRoleOptions().setName("Message "));
        composer.fill(text);
        composer.press("Enter");
    }

    private static Locator log(Visitor visitor) {
        return visitor.page().getByRole(AriaRole.LOG);
    }

    /** The one that is shown: pages have one for each width. */
    private static Locator bell(Visitor visitor) {
        return visitor.page()
                .getByRole(AriaRole.BUTTON, new Page.GetByRoleOptions().setName(Pattern.compile("^Notifications")));
    }

    private static Locator list(Visitor visitor) {
        return visitor.page().getByRole(AriaRole.REGION, new Page.GetByRoleOptions().setName("Notifications"));
    }

    /** What the page does for itself. */
    private static String token(Visitor visitor) {
        String csrf = visitor.context().cookies().stream()
                .filter(cookie -> cookie.name.equals("confab_csrf"))
                .findFirst()
                .orElseThrow()
                .value;
        APIResponse response = visitor.context()
                .request()
                .post("/api/auth/token", RequestOptions.create().setHeader("X-CSRF-Token", csrf));
        Matcher matcher = Pattern.compile("\"accessToken\":\"([^\"]+)\"").matcher(response.text());
        assertThat(matcher.find()).as("a token for the session").isTrue();
        return matcher.group(1);
    }

    private String get(Visitor visitor, String token, String path) {
        APIResponse response = visitor.context()
                .request()
                .get(
                        suite.notificationUrl().resolve(path).toString(),
                        RequestOptions.create().setHeader("Authorization", "Bearer " + token));
        assertThat(response.ok()).as("%s: %s", path, response.text()).isTrue();
        return response.text();
    }

    private static void post(Visitor visitor, String path, Map<String, String> body) {
        APIResponse response =
                visitor.context().request().post(path, RequestOptions.create().setData(body));
        assertThat(response.ok()).as("%s: %s", path, response.text()).isTrue();
    }
}
