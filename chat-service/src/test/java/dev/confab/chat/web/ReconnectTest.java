package dev.confab.chat.web;

import static com.microsoft.playwright.assertions.PlaywrightAssertions.assertThat;
import static org.assertj.core.api.Assertions.assertThat;

import com.microsoft.playwright.Locator;
import com.microsoft.playwright.WebSocketRoute;
import com.microsoft.playwright.assertions.LocatorAssertions;
import com.microsoft.playwright.options.AriaRole;
import io.quarkus.test.junit.QuarkusTest;
import java.util.ArrayDeque;
import java.util.Deque;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;

/** The connection breaks between the browser and the real server; what was missed arrives once and in order. */
@QuarkusTest
class ReconnectTest extends BrowserTest {
    private static final int LONGEST_BACKOFF_MS = 60_000;
    private static final Pattern LIST_OF_PEOPLE = Pattern.compile("\"type\":\"presence\".*\"users\":", Pattern.DOTALL);
    private static final Pattern BACK_AGAIN = Pattern.compile("Disconnected\\..*Connected again", Pattern.DOTALL);

    @Test
    @Tag("CH-12")
    void resumesWithWhatWasMissedAndSendsWhatWasWrittenMeanwhile() {
        String room = unique("line");
        Talker ada = talker("ada");
        Line line = Line.of(ada);
        ada.enter(room).say("before");
        Talker ben = talker("ben").enter(room);
        assertThat(ben.message("before")).isVisible();

        Locator saying = said(ada);
        line.cut();
        assertThat(ada.page().getByText("Disconnected.")).isVisible();
        ada.visitor().screenshot("disconnected");
        ben.say("missed one").say("missed two");
        ada.say("written while away");
        assertThat(ada.log().getByText("Waiting to be sent")).isVisible();

        line.mend();
        assertThat(saying)
                .hasAttribute(
                        "data-said",
                        BACK_AGAIN,
                        new LocatorAssertions.HasAttributeOptions().setTimeout(LONGEST_BACKOFF_MS));
        assertThat(ben.message("written while away")).isVisible();
        assertThat(ada.messages()).hasCount(4);
        assertThat(ada.messages().allInnerTexts())
                .containsExactly("before", "missed one", "missed two", "written while away");
        assertThat(ada.log().locator(".pending li")).hasCount(0);
    }

    @Test
    @Tag("CH-12")
    void sendsAgainWithoutDoublingWhenTheAnswerWasLost() {
        String room = unique("line");
        Talker ada = talker("ada");
        Line line = Line.of(ada);
        ada.enter(room);
        Talker ben = talker("ben").enter(room);

        line.loseAnswers();
        ada.say("once");
        assertThat(ben.message("once")).isVisible();
        assertThat(ada.log().locator(".pending li")).hasCount(1);
        line.cut();
        line.mend();

        assertThat(ada.message("once")).isVisible();
        assertThat(ada.log().locator(".pending li")).hasCount(0);
        assertThat(ada.messages()).hasCount(1);
        ada.say("and on");
        assertThat(ben.messages()).hasCount(2);
    }

    @Test
    @Tag("CH-12")
    void keepsWhatWasNotSentThroughAReload() {
        String room = unique("line");
        Talker ada = talker("ada");
        Line line = Line.of(ada);
        ada.enter(room);
        line.cut();
        ada.say("survives");
        assertThat(ada.log().getByText("Waiting to be sent")).isVisible();
        line.mend();
        ada.page().reload();
        assertThat(ada.message("survives")).isVisible();
        assertThat(ada.log().locator(".pending li")).hasCount(0);
    }

    @Test
    void staysAwayWhenTheServerForbidsToComeBack() {
        Talker ada = talker("ada");
        Line line = Line.of(ada);
        ada.enter(unique("line"));
        int before = line.opened();
        line.close(3500, "spoke out of turn");
        assertThat(ada.page().getByText("The server ended the connection: spoke out of turn"))
                .isVisible();
        assertThat(ada.button("Try now")).isHidden();
        ada.page().getByRole(AriaRole.MAIN).waitFor();
        assertThat(line.opened()).isEqualTo(before);
    }

    @Test
    void comesBackAfterARestartWhenTheServerAsksFor() {
        String room = unique("line");
        Talker ada = talker("ada");
        Line line = Line.of(ada);
        ada.enter(room);
        Locator saying = said(ada);
        line.close(1012, "{\"retryAfterMs\":1500}");
        assertThat(saying).hasAttribute("data-said", BACK_AGAIN);
        ada.say("back");
        assertThat(ada.message("back")).isVisible();
    }

    @Test
    @Tag("CH-04")
    void showsWhoCameWhileTheListOfPeopleWasOnItsWay() {
        String room = unique("line");
        Talker ada = talker("ada");
        Line line = Line.of(ada);
        ada.enter(room);
        line.holdList();
        line.close(1012, "{\"retryAfterMs\":100}");
        ada.page().waitForCondition(line::holdsList);
        Talker ben = talker("ben").enter(room);
        assertThat(ada.people()).containsText(ben.username());

        line.releaseList();
        ben.say("here I am");
        assertThat(ada.message("here I am")).isVisible();
        assertThat(ada.people()).containsText(ben.username());
    }

    /** Everything that a page says of its connection from now on: some of it is shown for a second only. */
    private static Locator said(Talker talker) {
        talker.page().evaluate("""
                () => {
                  const bar = document.querySelector('.connection');
                  const page = document.documentElement;
                  new MutationObserver(() => {
                    if (!bar.hidden) page.dataset.said = (page.dataset.said ?? '') + bar.textContent + '|';
                  }).observe(bar, { subtree: true, childList: true, characterData: true, attributes: true });
                }""");
        return talker.page().locator("html");
    }

    /** The wire between a page and the server, which can be cut. */
    private static final class Line {
        private final Deque<WebSocketRoute> sockets = new ArrayDeque<>();
        private boolean broken;
        private boolean answersLost;
        private boolean listHeld;
        private @Nullable Runnable held;

        static Line of(Talker talker) {
            Line line = new Line();
            talker.page().routeWebSocket(url -> url.endsWith("/ws"), line::open);
            return line;
        }

        private void open(WebSocketRoute socket) {
            sockets.push(socket);
            if (broken) {
                socket.close(new WebSocketRoute.CloseOptions().setCode(3000));
                return;
            }
            WebSocketRoute server = socket.connectToServer();
            server.onMessage(frame -> {
                if (listHeld && LIST_OF_PEOPLE.matcher(frame.text()).find()) {
                    held = () -> socket.send(frame.text());
                } else if (!answersLost) {
                    socket.send(frame.text());
                }
            });
        }

        int opened() {
            return sockets.size();
        }

        /** The next list of who is in the room stays on the way until {@link #releaseList}. */
        void holdList() {
            listHeld = true;
        }

        boolean holdsList() {
            return held != null;
        }

        void releaseList() {
            listHeld = false;
            held.run();
        }

        /** What the server says from now on disappears on the way. */
        void loseAnswers() {
            answersLost = true;
        }

        void cut() {
            broken = true;
            close(3000, "cut");
        }

        void mend() {
            broken = false;
            answersLost = false;
        }

        /** Ends the connection as if the server had. */
        void close(int code, String reason) {
            sockets.getFirst()
                    .close(new WebSocketRoute.CloseOptions().setCode(code).setReason(reason));
        }
    }
}
