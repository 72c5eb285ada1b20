package dev.confab.task.mail;

import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.regex.Pattern;

/**
 * Headers that a task may add to its mail. Names are tokens, values one printable line: so none can become a second
 * header or a part of the body. What decides who gets the mail and how it is read is not for the task to say.
 */
final class MailHeaders {
    private static final int MOST = 20;
    private static final int LONGEST_VALUE = 900;
    private static final Pattern NAME = Pattern.compile("[A-Za-z0-9][A-Za-z0-9-]{0,75}");
    private static final Pattern VALUE = Pattern.compile("[\\x20-\\x7e]*");
    private static final Set<String> RESERVED = Set.of(
            "from",
            "sender",
            "to",
            "cc",
            "bcc",
            "subject",
            "date",
            "message-id",
            "return-path",
            "received",
            "mime-version",
            "auto-submitted",
            "x-request-id",
            "traceparent",
            "dkim-signature",
            "authentication-results");
    private static final Set<String> RESERVED_PREFIXES = Set.of("content-", "resent-", "arc-");

    private MailHeaders() {}

    /** What is wrong with them, for whoever submitted the task; empty if nothing is. */
    static Optional<String> fault(Map<String, String> headers) {
        if (headers.size() > MOST) {
            return Optional.of("headers: more than " + MOST);
        }
        for (Map.Entry<String, String> header : headers.entrySet()) {
            String name = header.getKey().toLowerCase(Locale.ROOT);
            String value = header.getValue();
            if (!NAME.matcher(name).matches()) {
                return Optional.of("headers: a name is letters, digits and hyphens");
            }
            if (RESERVED.contains(name) || RESERVED_PREFIXES.stream().anyMatch(name::startsWith)) {
                return Optional.of("headers: " + name + " is not for a task to write");
            }
            if (value == null
                    || value.length() > LONGEST_VALUE
                    || !VALUE.matcher(value).matches()) {
                return Optional.of("headers: " + name + " must be one line of at most " + LONGEST_VALUE
                        + " printable ASCII characters");
            }
        }
        return Optional.empty();
    }
}
