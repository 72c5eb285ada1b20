package dev.confab.task.mail;

import dev.confab.task.handler.TaskContext;
import dev.confab.task.handler.TaskHandler;
import dev.confab.task.handler.TaskOptions;
import io.quarkus.mailer.Mail;
import jakarta.enterprise.context.ApplicationScoped;
import java.util.Map;

/** Sends one mail to one address. Its result is the mail's {@code messageId}. */
@ApplicationScoped
class SendEmailHandler implements TaskHandler<EmailPayload> {
    private static final String QUEUE = "email";

    private final MailComposer composer;
    private final MailSender sender;
    private final MailConfig config;

    SendEmailHandler(MailComposer composer, MailSender sender, MailConfig config) {
        this.composer = composer;
        this.sender = sender;
        this.config = config;
    }

    @Override
    public String type() {
        return "send-email";
    }

    @Override
    public Class<EmailPayload> payloadType() {
        return EmailPayload.class;
    }

    @Override
    public TaskOptions options() {
        return TaskOptions.DEFAULTS
                .withQueue(QUEUE)
                .withRetries(config.maxRetries(), config.retryDelay(), config.maxRetryDelay())
                .withTimeLimits(
                        config.timeout().multipliedBy(3), config.timeout().multipliedBy(4));
    }

    @Override
    public Object run(EmailPayload payload, TaskContext context) throws Exception {
        Mail mail = composer.compose(payload, context);
        sender.send(mail);
        return Map.of("messageId", mail.getHeaders().get("Message-ID").getFirst());
    }
}
