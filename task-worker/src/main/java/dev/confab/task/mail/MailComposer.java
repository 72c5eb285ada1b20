package dev.confab.task.mail;

import dev.confab.common.request.RequestId;
import dev.confab.common.trace.TraceParent;
import dev.confab.task.handler.PermanentFailureException;
import dev.confab.task.handler.TaskContext;
import dev.confab.task.lifecycle.TaskErrors;
import io.quarkus.mailer.Mail;
import jakarta.enterprise.context.ApplicationScoped;
import java.nio.charset.StandardCharsets;
import java.util.Map;
import java.util.UUID;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/** Makes the mail of a task, the same one at every attempt. */
@ApplicationScoped
class MailComposer {
    private static final String INVALID = TaskErrors.INVALID_PAYLOAD;

    private static final int LONGEST_SUBJECT = 250;
    private static final int LARGEST_BODY = 256 * 1024;
    private static final Pattern CONTROL = Pattern.compile("\\p{Cntrl}");

    private final MailConfig config;

    MailComposer(MailConfig config) {
        this.config = config;
    }

    /** Fails for good when the payload is not a mail: trying again would not change it. */
    Mail compose(EmailPayload payload, TaskContext context) throws PermanentFailureException {
        String subject = line("subject", payload.subject());
        String text = body("text", payload.text());
        if (text == null) {
            throw new PermanentFailureException(INVALID, "text: is required");
        }
        Mail mail = Mail.withText(recipient(payload.to()), subject, text).setFrom(config.from());
        String html = body("html", payload.html());
        if (html != null) {
            mail.setHtml(html);
        }
        Map<String, String> further = payload.headers() == null ? Map.of() : payload.headers();
        var fault = MailHeaders.fault(further);
        if (fault.isPresent()) {
            throw new PermanentFailureException(INVALID, fault.get());
        }
        further.forEach(mail::addHeader);
        mail.addHeader("Message-ID", messageId(context.taskId()));
        // Answers of absent people and robots are not wanted.
        mail.addHeader("Auto-Submitted", "auto-generated");
        if (context.requestId() != null) {
            mail.addHeader(RequestId.HEADER, context.requestId());
        }
        if (context.traceParent() != null) {
            mail.addHeader(TraceParent.HEADER, context.traceParent());
        }
        return mail;
    }

    /** The same for every attempt of a task: a mailbox that got the mail twice can tell. */
    private String messageId(UUID task) {
        String from = config.from();
        String domain = from.substring(from.lastIndexOf('@') + 1).replaceAll("[>\\s].*", "");
        return "<" + task + "@" + domain + ">";
    }

    private static String recipient(@Nullable String to) throws PermanentFailureException {
        if (to == null) {
            throw new PermanentFailureException(INVALID, "to: is required");
        }
        return Recipient.of(to)
                .map(Recipient::address)
                .orElseThrow(() -> new PermanentFailureException(INVALID, "to: is not an e-mail address"));
    }

    private static String line(String name, @Nullable String value) throws PermanentFailureException {
        if (value == null || value.isBlank()) {
            throw new PermanentFailureException(INVALID, name + ": is required");
        }
        if (value.length() > LONGEST_SUBJECT || CONTROL.matcher(value).find()) {
            throw new PermanentFailureException(
                    INVALID, name + ": must be one line of at most " + LONGEST_SUBJECT + " characters");
        }
        return value;
    }

    private static @Nullable String body(String name, @Nullable String value) throws PermanentFailureException {
        if (value != null && value.getBytes(StandardCharsets.UTF_8).length > LARGEST_BODY) {
            throw new PermanentFailureException(INVALID, name + ": is larger than " + LARGEST_BODY + " bytes");
        }
        return value;
    }
}
