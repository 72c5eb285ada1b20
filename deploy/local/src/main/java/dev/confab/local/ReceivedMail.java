package dev.confab.local;

import java.time.Instant;
import java.util.List;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/**
 * A mail in the inbox.
 *
 * @param id rises with every mail
 * @param receivedAt as text, ISO 8601
 * @param sender of the envelope
 * @param recipients of the envelope
 * @param headers in their order, decoded
 * @param text the plain text, if it has one
 * @param html the HTML, if it has one
 */
public record ReceivedMail(
        long id,
        String receivedAt,
        String sender,
        List<String> recipients,
        String subject,
        List<Header> headers,
        @Nullable String text,
        @Nullable String html) {

    /** One line of the head. */
    public record Header(String name, String value) {}

    /** The first header of this name, in any case. */
    public Optional<String> header(String name) {
        return headers.stream()
                .filter(header -> header.name().equalsIgnoreCase(name))
                .map(Header::value)
                .findFirst();
    }

    public Instant received() {
        return Instant.parse(receivedAt);
    }
}
