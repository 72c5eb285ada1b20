package dev.confab.chat.web;

import static com.microsoft.playwright.assertions.PlaywrightAssertions.assertThat;
import static org.assertj.core.api.Assertions.assertThat;

import com.microsoft.playwright.Locator;
import com.microsoft.playwright.options.AriaRole;
import dev.confab.chat.room.AccessMode;
import dev.confab.chat.room.RoomAccess;
import dev.confab.common.identity.Role;
import dev.confab.common.identity.UserIdentity;
import dev.confab.common.stream.AppendRequest;
import dev.confab.common.stream.StreamLog;
import io.quarkus.test.junit.QuarkusTest;
import jakarta.inject.Inject;
import java.util.List;
import java.util.Set;
import java.util.UUID;
import java.util.concurrent.TimeUnit;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;

@QuarkusTest
class RoomPageTest extends BrowserTest {

    @Inject
    RoomAccess rooms;

    @Inject
    StreamLog log;

    @Test
    @Tag("CH-12")
    void letsTwoPeopleTalk() {
        String room = unique("hall");
        Talker ada = talker("ada").enter(room);
        Talker ben = talker("ben").enter(room);
        assertThat(ada.log()).containsText(ben.username() + " joined");
        assertThat(ada.people()).containsText(ben.username());

        ada.page().evaluate("""
                () => {
                  new MutationObserver((changes) => {
                    for (const node of changes.flatMap((change) => [...change.addedNodes])) {
                      if (node.textContent) document.documentElement.dataset.typed = node.textContent;
                    }
                  }).observe(document.querySelector('.typing'), { childList: true });
                }""");
        ben.composer().pressSequentially("Hello Ada");
        // Shown for a second only, or for no time at all when the page is told of its end together with it.
        assertThat(ada.page().locator("html")).hasAttribute("data-typed", ben.username() + " is typing");
        // The pause of one second ends it without a message.
        assertThat(ada.page().getByText(ben.username() + " is typing")).isHidden();
        ben.composer().press("Enter");
        assertThat(ada.message("Hello Ada")).isVisible();
        assertThat(ben.composer()).isEmpty();

        ada.composer().fill("two");
        ada.composer().press("Shift+Enter");
        ada.composer().pressSequentially("lines");
        ada.composer().press("Enter");
        assertThat(ben.message("two\nlines")).isVisible();
        assertThat(ada.log().locator(".pending li")).hasCount(0);
        ada.visitor().screenshot("talk");

        ben.page().navigate("/");
        assertThat(ada.log()).containsText(ben.username() + " left");
        assertThat(ada.people()).not().containsText(ben.username());
    }

    @Test
    @Tag("CH-11")
    void showsTheFiftyNewestMessagesInOrderAndOlderOnesOnTheWayUp() {
        String room = unique("archive");
        Talker ada = talker("ada").enter(room);
        List<String> texts = store(room, 120);
        ada.page().reload();
        ada.inRoom();
        assertThat(ada.messages()).hasCount(50);
        assertThat(ada.messages().allInnerTexts()).isEqualTo(texts.subList(70, 120));
        assertThat(ada.messages().last()).isInViewport();

        Locator oldest = ada.message(texts.get(70));
        oldest.scrollIntoViewIfNeeded();
        assertThat(ada.message(texts.get(20))).hasCount(1);
        assertThat(oldest).isInViewport();
        ada.message(texts.get(20)).scrollIntoViewIfNeeded();
        assertThat(ada.messages()).hasCount(120);
        assertThat(ada.messages().allInnerTexts()).isEqualTo(texts);
        assertThat(ada.log()).containsText("This is where " + room + " begins");
    }

    @Test
    @Tag("CH-12")
    void followsTheNewestMessageOnlyAtTheBottom() {
        String room = unique("long");
        Talker ada = talker("ada").enter(room);
        store(room, 40);
        Talker ben = talker("ben").enter(room);
        assertThat(ada.message("message 39")).isInViewport();
        ada.message("message 20").scrollIntoViewIfNeeded();
        ada.message("message 3").first().scrollIntoViewIfNeeded();
        ben.say("out of sight");
        assertThat(ada.button("1 new message")).isVisible();
        assertThat(ada.message("out of sight")).not().isInViewport();
        ada.visitor().screenshot("pill");
        ada.button("1 new message").click();
        assertThat(ada.message("out of sight")).isInViewport();
        assertThat(ada.button("1 new message")).isHidden();
        ben.say("in sight");
        assertThat(ada.message("in sight")).isInViewport();
    }

    @Test
    @Tag("CH-12")
    void neverTurnsTextIntoHtml() {
        String room = unique("text");
        Talker ada = talker("ada").enter(room);
        Talker ben = talker("ben").enter(room);
        String attack = "<img src=x onerror=alert(1)><script>alert(2)</script> javascript:alert(3) &lt;b&gt;";
        ben.say(attack);
        assertThat(ada.message(attack)).hasText(attack);
        assertThat(ada.log().locator("img, script, b")).hasCount(0);
        assertThat(ada.log().getByRole(AriaRole.LINK)).hasCount(0);

        ben.say("see https://example.org/a?b=(c)&d, and http://x.example/<script>.");
        Locator links = ada.log().getByRole(AriaRole.LINK);
        assertThat(links).hasCount(2);
        assertThat(links.first()).hasAttribute("href", "https://example.org/a?b=(c)&d");
        assertThat(links.first()).hasAttribute("rel", "noopener noreferrer nofollow ugc");
        assertThat(links.last()).hasAttribute("href", "http://x.example/");

        // And if a mistake let text through, the browser itself would refuse.
        assertThat(ada.page().evaluate("""
                        () => { try { document.createElement('p').innerHTML = '<b>x</b>'; return 'allowed'; }
                                catch (error) { return 'refused'; } }""")).isEqualTo("refused");
        ada.visitor().expecting("TrustedHTML");
    }

    @Test
    @Tag("CH-12")
    @Tag("CH-13")
    void sendsAFloodInOrderAsFastAsTheServerAllows() {
        String room = unique("flood");
        Talker ada = talker("ada").enter(room);
        Talker ben = talker("ben").enter(room);
        List<String> texts = IntStream.range(0, 12).mapToObj(i -> "flood " + i).toList();
        texts.forEach(ada::say);
        assertThat(ben.messages()).hasCount(texts.size());
        assertThat(ben.messages().allInnerTexts()).isEqualTo(texts);
        assertThat(ada.messages()).hasCount(texts.size());
        assertThat(ada.messages().allInnerTexts()).isEqualTo(texts);
    }

    @Test
    void marksWhatIsUnreadAndForgetsItOnceRead() {
        String room = unique("news");
        Talker ada = talker("ada").enter(room);
        ada.say("first");
        assertThat(ada.message("first")).isVisible();
        ada.link("All rooms").click();
        Talker ben = talker("ben").enter(room);
        ben.say("one").say("two");
        Locator row = ada.page()
                .getByRole(AriaRole.MAIN)
                .getByRole(AriaRole.LISTITEM)
                .filter(new Locator.FilterOptions().setHasText(room));
        assertThat(row).containsText("2 unread");
        assertThat(row).containsText("two");
        assertThat(row).containsText("1 online");
        assertThat(ada.page()).hasTitle("(2) Rooms · confab");
        ada.visitor().screenshot("lobby");

        row.getByRole(AriaRole.LINK).click();
        ada.inRoom();
        assertThat(ada.log().getByText("New messages")).isVisible();
        assertThat(ada.page()).hasTitle(room + " · confab");
        ada.visitor().screenshot("unread");
        ada.link("All rooms").click();
        assertThat(row).not().containsText("unread");
    }

    @Test
    void keepsPrivateRoomsToTheirMembers() {
        String room = unique("secret");
        Talker ada = talker("ada");
        Talker ben = talker("ben");
        ben.visitor().expecting("Failed to load resource.*404");
        ada.page().navigate("/");
        ada.page().getByRole(AriaRole.MAIN).getByText("New room").click();
        Locator dialog = ada.page().getByRole(AriaRole.DIALOG);
        dialog.getByLabel("Name").fill(room);
        dialog.getByText("Private").click();
        ada.button("Create room").click();
        ada.inRoom();

        ben.page().navigate("/rooms/" + room);
        assertThat(ben.page().getByText("This room is not there")).isVisible();

        ada.button("Members and roles").click();
        ada.button("Add a member").click();
        ada.dialog().getByLabel("Username").fill(ben.username());
        ada.button("Add to room").click();
        assertThat(ada.panel()).containsText(ben.username());
        ben.enter(room).say("thank you");
        assertThat(ada.message("thank you")).isVisible();

        ada.panel().getByLabel("Actions for " + ben.username()).click();
        ada.item("Send out").click();
        ada.button("Send out").click();
        assertThat(ben.page().getByText("You were sent out of this room")).isVisible();
        assertThat(ada.panel()).not().containsText(ben.username());
    }

    /** Puts messages into the room's log without the rate limit, so that the test is about reading. */
    private List<String> store(String room, int count) {
        UserIdentity author = new UserIdentity(UUID.randomUUID(), "archivist", Set.of(Role.USER));
        UUID stream = rooms.require(room, author, AccessMode.POST).id();
        List<String> texts =
                IntStream.range(0, count).mapToObj(i -> "message " + i).toList();
        for (String text : texts) {
            log.append(new AppendRequest(
                            stream,
                            "message.posted",
                            author.id(),
                            author.username(),
                            UUID.randomUUID().toString(),
                            "{\"text\":\"" + text + "\"}",
                            null))
                    .orTimeout(60, TimeUnit.SECONDS)
                    .join();
        }
        return texts;
    }
}
