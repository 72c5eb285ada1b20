package dev.confab.local.mail;

import jakarta.mail.BodyPart;
import jakarta.mail.Header;
import jakarta.mail.MessagingException;
import jakarta.mail.Multipart;
import jakarta.mail.Part;
import jakarta.mail.Session;
import jakarta.mail.internet.MimeMessage;
import jakarta.mail.internet.MimeUtility;
import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.io.UnsupportedEncodingException;
import java.nio.charset.StandardCharsets;
import java.time.Instant;
import java.time.format.DateTimeParseException;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Collections;
import java.util.List;
import java.util.Properties;
import org.jspecify.annotations.Nullable;

/** Reads stored mails. What cannot be read shows as empty: a mail never keeps the inbox from working. */
final class MailParser {
    private static final String SENDER = "X-Inbox-Sender";
    private static final String RECIPIENTS = "X-Inbox-Recipients";
    private static final String RECEIVED = "X-Inbox-Received";
    private static final int DEEPEST = 10;

    private static final Session SESSION = Session.getInstance(new Properties());

    private MailParser() {}

    /** The lines in front of a stored mail. They come first, so nothing in the mail can pretend to be them. */
    static String envelope(String sender, List<String> recipients, Instant receivedAt) {
        return "%s: %s\r\n%s: %s\r\n%s: %s\r\n"
                .formatted(SENDER, sender, RECIPIENTS, String.join(" ", recipients), RECEIVED, receivedAt);
    }

    /** Reads the head only. */
    static StoredMail summary(long id, InputStream stored, long size) {
        try {
            MimeMessage mail = new MimeMessage(SESSION, stored);
            return new StoredMail(
                    id,
                    instant(first(mail, RECEIVED)),
                    first(mail, SENDER),
                    List.of(first(mail, RECIPIENTS).split(" ", -1)),
                    decoded(first(mail, "Subject")),
                    size);
        } catch (MessagingException unreadable) {
            return new StoredMail(id, Instant.EPOCH, "", List.of(), "", size);
        }
    }

    static MailContent content(byte[] stored) {
        List<MailContent.Header> headers = new ArrayList<>();
        Parts parts = new Parts();
        try {
            MimeMessage mail = new MimeMessage(SESSION, new ByteArrayInputStream(stored));
            for (Header header : Collections.list(mail.getAllHeaders())) {
                headers.add(new MailContent.Header(header.getName(), decoded(header.getValue())));
            }
            headers.subList(0, Math.min(3, headers.size())).clear();
            parts.collect(mail, 0);
        } catch (MessagingException | IOException | RuntimeException unreadable) {
            parts.attachments.add("(unreadable)");
        }
        return new MailContent(headers, parts.text, parts.html, parts.attachments);
    }

    /** The mail as it was sent, without the lines about its envelope. */
    static byte[] original(byte[] stored) {
        int lines = 0;
        for (int i = 0; i < stored.length; i++) {
            if (stored[i] == '\n') {
                lines++;
                if (lines == 3) {
                    return Arrays.copyOfRange(stored, i + 1, stored.length);
                }
            }
        }
        return stored;
    }

    private static final class Parts {
        private @Nullable String text;
        private @Nullable String html;
        private final List<String> attachments = new ArrayList<>();

        private void collect(Part part, int depth) throws MessagingException, IOException {
            boolean attached = Part.ATTACHMENT.equalsIgnoreCase(part.getDisposition());
            if (depth < DEEPEST && part.isMimeType("multipart/*") && part.getContent() instanceof Multipart several) {
                for (int i = 0; i < several.getCount(); i++) {
                    BodyPart next = several.getBodyPart(i);
                    collect(next, depth + 1);
                }
            } else if (!attached && text == null && part.isMimeType("text/plain")) {
                text = string(part);
            } else if (!attached && html == null && part.isMimeType("text/html")) {
                html = string(part);
            } else {
                String name = part.getFileName();
                attachments.add(name == null ? part.getContentType() : decoded(name));
            }
        }

        private static String string(Part part) throws MessagingException, IOException {
            try {
                return part.getContent() instanceof String text ? text : "";
            } catch (UnsupportedEncodingException unknownCharset) {
                return new String(part.getInputStream().readAllBytes(), StandardCharsets.ISO_8859_1);
            }
        }
    }

    private static String first(MimeMessage mail, String name) throws MessagingException {
        String[] values = mail.getHeader(name);
        return values == null ? "" : values[0];
    }

    private static String decoded(String value) {
        try {
            return MimeUtility.decodeText(MimeUtility.unfold(value));
        } catch (UnsupportedEncodingException unknownCharset) {
            return value;
        }
    }

    private static Instant instant(String text) {
        try {
            return Instant.parse(text);
        } catch (DateTimeParseException notOurs) {
            return Instant.EPOCH;
        }
    }
}
