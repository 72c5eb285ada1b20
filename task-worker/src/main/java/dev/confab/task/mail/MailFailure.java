package dev.confab.task.mail;

import dev.confab.task.handler.PermanentFailureException;
import io.vertx.ext.mail.SMTPException;
import java.util.Set;
import java.util.regex.Pattern;

/**
 * What a failed conversation with the mail server means for the task. An answer 5xx is about this mail or its recipient,
 * and final. Everything else may be different next time: no connection, no answer, 4xx, and those 5xx that are about
 * the way the two servers talk, which an operator can mend.
 */
final class MailFailure {
    static final String REFUSED = "mail_refused";

    /** Unknown or unexpected command, encryption or sign-in needed, sign-in refused. */
    private static final Set<Integer> BETWEEN_SERVERS = Set.of(500, 501, 502, 503, 504, 530, 534, 535, 538);

    private static final int LONGEST_MESSAGE = 500;
    private static final Pattern ADDRESS = Pattern.compile("[^\\s<>@]+@[^\\s<>@]+");

    private MailFailure() {}

    /** The exception with which the attempt ends. */
    static Exception of(Throwable failure) {
        if (failure instanceof SMTPException answer
                && answer.isPermanent()
                && !BETWEEN_SERVERS.contains(answer.getReplyCode())) {
            return new PermanentFailureException(REFUSED, shortened(answer.getMessage()));
        }
        if ("message exceeds allowed size limit".equals(failure.getMessage())) {
            return new PermanentFailureException(REFUSED, "the mail is larger than the mail server accepts");
        }
        return new MailServerException(shortened(describe(failure)), failure);
    }

    private static String describe(Throwable failure) {
        String message = failure.getMessage();
        return message == null ? failure.getClass().getSimpleName() : message;
    }

    /** One line without addresses: failures are logged, and the task's payload says to whom the mail was to go. */
    private static String shortened(String text) {
        String line =
                ADDRESS.matcher(text.replaceAll("\\p{Cntrl}+", " ").strip()).replaceAll("(address)");
        return line.length() <= LONGEST_MESSAGE ? line : line.substring(0, LONGEST_MESSAGE);
    }
}
