package dev.confab.local.mail;

import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * A mail, taken apart.
 *
 * @param headers in their order, decoded; those of the envelope are not among them
 * @param text the first plain text; null: the mail has none
 * @param html the first HTML; null: the mail has none
 * @param attachments names of the other parts
 */
record MailContent(
        List<Header> headers,
        @Nullable String text,
        @Nullable String html,
        List<String> attachments) {
    /** One line of the head. */
    record Header(String name, String value) {}

    MailContent {
        headers = List.copyOf(headers);
        attachments = List.copyOf(attachments);
    }
}
