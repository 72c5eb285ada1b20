package dev.confab.chat.web;

import static com.microsoft.playwright.assertions.PlaywrightAssertions.assertThat;
import static org.assertj.core.api.Assertions.assertThat;

import com.microsoft.playwright.APIResponse;
import com.microsoft.playwright.Locator;
import com.microsoft.playwright.Page;
import com.microsoft.playwright.options.AriaRole;
import com.microsoft.playwright.options.RequestOptions;
import dev.confab.local.test.Visitor;
import java.util.List;
import java.util.Map;

/** Somebody with an account who uses the pages. Elements are found as people find them: by role and label. */
record Talker(Visitor visitor, String username) {

    static final String PASSWORD = "correct horse battery";

    /** Creates the account over the API, which signs in: the browser has the session from then on. */
    static Talker registered(Visitor visitor, String username) {
        Map<String, String> account =
                Map.of("username", username, "email", username + "@example.org", "password", PASSWORD);
        post(visitor, "/api/auth/register", account);
        return new Talker(visitor, username);
    }

    /** The same person at another device. */
    Talker at(Visitor device) {
        post(device, "/api/auth/login", Map.of("username", username, "password", PASSWORD));
        return new Talker(device, username);
    }

    Page page() {
        return visitor.page();
    }

    /** Opens the room's address and waits until this user is in it. */
    Talker enter(String room) {
        page().navigate("/rooms/" + room);
        return inRoom();
    }

    Talker inRoom() {
        assertThat(people()).containsText(username);
        return this;
    }

    Talker say(String text) {
        composer().fill(text);
        composer().press("Enter");
        return this;
    }

    Locator composer() {
        return page().getByRole(AriaRole.TEXTBOX, new Page.GetByRoleOptions().setName("Message "));
    }

    Locator log() {
        return page().locator(".log");
    }

    /** The texts of the messages, oldest first. */
    Locator messages() {
        return log().locator(".messages .message-text");
    }

    Locator message(String text) {
        return messages().filter(new Locator.FilterOptions().setHasText(text));
    }

    /** Chooses from the menu of a message in the log. */
    Talker act(String message, String item) {
        menu(message);
        page().getByRole(
                        AriaRole.MENUITEM,
                        new Page.GetByRoleOptions().setName(item).setExact(true))
                .click();
        return this;
    }

    /** Opens the menu of a message in the log. */
    Locator menu(String message) {
        message(message).hover();
        button("More about the message by").click();
        return page().getByRole(AriaRole.MENUITEM);
    }

    /** Chooses from a menu that opens from a button. */
    Talker choose(String button, String item) {
        button(button).click();
        page().getByRole(AriaRole.MENUITEM, new Page.GetByRoleOptions().setName(item))
                .click();
        return this;
    }

    /** One item of the menu that is open. */
    Locator item(String name) {
        return page().getByRole(AriaRole.MENUITEM, new Page.GetByRoleOptions().setName(name));
    }

    /** Presses a button of the dialog that is open, and waits until that was done. */
    Talker confirm(String action) {
        Locator dialog = dialog();
        dialog.getByRole(
                        AriaRole.BUTTON,
                        new Locator.GetByRoleOptions().setName(action).setExact(true))
                .click();
        assertThat(dialog).hasCount(0);
        return this;
    }

    /** What is open beside the log. */
    Locator panel() {
        return page().locator(".panel");
    }

    Locator dialog() {
        return page().getByRole(AriaRole.DIALOG);
    }

    /** What the log shows of the messages, in everything but the time that has passed. */
    List<String> shown() {
        return page().locator(".log .messages .message-body").allInnerTexts();
    }

    Locator people() {
        return page().locator(".people .people-list").first();
    }

    Locator button(String name) {
        return page().getByRole(AriaRole.BUTTON, new Page.GetByRoleOptions().setName(name));
    }

    Locator link(String name) {
        return page().getByRole(AriaRole.LINK, new Page.GetByRoleOptions().setName(name));
    }

    Locator main() {
        return page().getByRole(AriaRole.MAIN);
    }

    private static void post(Visitor visitor, String path, Object body) {
        APIResponse response =
                visitor.context().request().post(path, RequestOptions.create().setData(body));
        assertThat(response.ok()).as("%s: %s", path, response.text()).isTrue();
    }
}
