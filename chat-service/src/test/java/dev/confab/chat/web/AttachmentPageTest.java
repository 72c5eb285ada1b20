package dev.confab.chat.web;

import static com.microsoft.playwright.assertions.PlaywrightAssertions.assertThat;
import static dev.confab.chat.web.Accessibility.breaksNoRule;
import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.node.ObjectNode;
import com.microsoft.playwright.Locator;
import com.microsoft.playwright.Page;
import com.microsoft.playwright.options.AriaRole;
import com.microsoft.playwright.options.FilePayload;
import dev.confab.chat.command.ChatCommandHandler;
import dev.confab.chat.room.AccessMode;
import dev.confab.chat.room.RoomAccess;
import dev.confab.common.command.ChatCommand;
import dev.confab.common.event.CloudEvent;
import dev.confab.common.identity.Role;
import dev.confab.common.identity.UserIdentity;
import dev.confab.common.storage.ObjectStorage;
import io.quarkus.arc.All;
import io.quarkus.test.junit.QuarkusTest;
import jakarta.inject.Inject;
import java.awt.image.BufferedImage;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Set;
import java.util.UUID;
import java.util.regex.Pattern;
import javax.imageio.ImageIO;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Files in the room's page: chosen, dropped and pasted; shown to others, and images as soon as they are ready. */
@QuarkusTest
@Tag("CH-18")
class AttachmentPageTest extends BrowserTest {

    @Inject
    ObjectStorage storage;

    @Inject
    RoomAccess access;

    @Inject
    @All
    List<ChatCommandHandler> handlers;

    @TempDir
    Path folder;

    @Test
    void anImageIsSentAndAppearsWhenItIsReady() throws Exception {
        String room = unique("images");
        Talker ada = talker("ada").enter(room);
        Talker ben = talker("ben").enter(room);
        choose(ada, "sunset.png", "image/png", png());
        Locator uploads = ada.page().getByRole(AriaRole.LIST, role("Files of this message"));
        assertThat(uploads.getByRole(AriaRole.LISTITEM)).hasText(Pattern.compile("sunset\\.png.* bytes"));
        ada.visitor().screenshot("upload");

        ada.composer().press("Enter");

        assertThat(uploads).not().isVisible();
        Locator shown = ben.log().locator("[data-attachment]");
        assertThat(shown).containsText("sunset.png");
        assertThat(shown).containsText("Preparing the image");
        String id = shown.getAttribute("data-attachment");
        UUID roomId = access.require(
                        room, new UserIdentity(UUID.randomUUID(), "x", Set.of(Role.USER, Role.STAFF)), AccessMode.READ)
                .id();
        command(
                "attachment.progress",
                roomId,
                of(id).put("step", "image-thumbnails").put("percent", 75));
        assertThat(shown.locator("progress")).hasAttribute("value", "75");
        ben.visitor().screenshot("preparing");

        // As task-worker does it.
        for (String variant : List.of("medium", "optimized")) {
            storage.put(
                    "attachments/" + id.substring(id.length() - 2) + "/" + id + "/" + variant,
                    Files.write(folder.resolve(variant), png()),
                    "image/png");
        }
        ObjectNode done = of(id).put("width", 80).put("height", 60);
        for (String variant : List.of("medium", "optimized")) {
            done.withObject("/variants/" + variant)
                    .put("width", 80)
                    .put("height", 60)
                    .put("size", png().length)
                    .put("contentType", "image/png");
        }
        command("attachment.processed", roomId, done);

        Locator image = ben.page().getByRole(AriaRole.IMG, role("sunset.png"));
        assertThat(image).isVisible();
        assertThat(image).hasJSProperty("naturalWidth", 80);
        assertThat(ada.page().getByRole(AriaRole.IMG, role("sunset.png"))).isVisible();
        assertThat(ben.link("Save sunset.png")).hasAttribute("href", "/media/" + id + "/original");
        ben.visitor().screenshot("ready");
        breaksNoRule(ben.page());
    }

    @Test
    void filesAreDroppedAndPastedAndTakenBack() {
        String room = unique("drops");
        Talker ada = talker("ada").enter(room);
        Talker ben = talker("ben").enter(room);
        give(ada, "drop", "dataTransfer", "dropped.txt");
        give(ada, "paste", "clipboardData", "pasted.txt");
        Locator items = ada.page()
                .getByRole(AriaRole.LIST, role("Files of this message"))
                .getByRole(AriaRole.LISTITEM);
        // Their size is shown when they are uploaded.
        assertThat(items).hasText(new Pattern[] {
            Pattern.compile("dropped\\.txt.* bytes", Pattern.DOTALL),
            Pattern.compile("pasted\\.txt.* bytes", Pattern.DOTALL)
        });

        ada.button("Remove dropped.txt").click();
        assertThat(items).hasCount(1);
        assertThat(ada.button("Remove pasted.txt")).isFocused();
        ada.composer().fill("see there");
        ada.composer().press("Enter");

        Locator message = ben.log().locator(".message").last();
        assertThat(message).containsText("see there");
        assertThat(message.locator("[data-attachment]")).hasCount(1);
        assertThat(message.locator("[data-attachment]")).containsText("pasted.txt");
    }

    @Test
    void saysWhyAFileIsRefused() {
        String room = unique("refused");
        Talker ada = talker("ada");
        ada.visitor().expecting("415");
        ada.enter(room);

        choose(ada, "fake.png", "image/png", "<html></html>".getBytes(StandardCharsets.UTF_8));

        Locator item = ada.page().locator(".upload--failed");
        assertThat(item).containsText("The file is no image, it is text/html.");
        assertThat(ada.button("Send message")).isDisabled();
        ada.button("Remove fake.png").click();
        assertThat(ada.button("Attach files")).isFocused();
    }

    private static void choose(Talker who, String name, String type, byte[] content) {
        who.page().locator(".conversation input[type=file]").setInputFiles(new FilePayload(name, type, content));
    }

    /** What a browser does when a person drops or pastes a file. */
    private static void give(Talker who, String event, String property, String name) {
        who.composer().evaluate("""
                        (field, [type, property, name]) => {
                          const data = new DataTransfer();
                          data.items.add(new File(['some text'], name, { type: 'text/plain' }));
                          const event = type === 'paste'
                            ? new ClipboardEvent(type, { clipboardData: data, bubbles: true, cancelable: true })
                            : new DragEvent(type, { dataTransfer: data, bubbles: true, cancelable: true });
                          field.dispatchEvent(event);
                        }
                        """, List.of(event, property, name));
    }

    private static ObjectNode of(String id) {
        return CloudEvent.object().put("attachmentId", id);
    }

    private void command(String kind, UUID roomId, ObjectNode data) throws Exception {
        handlers.stream()
                .filter(handler -> handler.kind().equals(kind))
                .findFirst()
                .orElseThrow()
                .handle(ChatCommand.ofTask(kind, roomId, data, null, null));
    }

    private static Page.GetByRoleOptions role(String name) {
        return new Page.GetByRoleOptions().setName(name);
    }

    private static byte[] png() throws IOException {
        ByteArrayOutputStream bytes = new ByteArrayOutputStream();
        ImageIO.write(new BufferedImage(80, 60, BufferedImage.TYPE_INT_RGB), "png", bytes);
        return bytes.toByteArray();
    }
}
