package dev.confab.task.mail;

import io.smallrye.config.ConfigMapping;
import io.smallrye.config.WithDefault;
import jakarta.validation.constraints.Min;
import java.time.Duration;
import org.hibernate.validator.constraints.time.DurationMin;

/** How mails are sent. The mail server itself is named by Quarkus' own settings, {@code quarkus.mailer.*}. */
@ConfigMapping(prefix = "confab.mail")
public interface MailConfig {
    /** Whom mails are from: an address, or a name and an address in angle brackets. */
    @WithDefault("confab <confab@localhost>")
    String from();

    /** How long one conversation with the mail server may take before it is ended and the mail tried again later. */
    @WithDefault("30s")
    @DurationMin(millis = 1)
    Duration timeout();

    /** Conversations with the mail server at the same time, each on a connection of its own. */
    @WithDefault("20")
    @Min(1)
    int connections();

    /** How often a mail is tried again while the server cannot be reached or asks to come back later. */
    @WithDefault("30")
    @Min(0)
    int maxRetries();

    /** The pause before the first further try; it doubles with each. */
    @WithDefault("60s")
    @DurationMin(millis = 1)
    Duration retryDelay();

    /** The longest pause between two tries. */
    @WithDefault("1h")
    @DurationMin(millis = 1)
    Duration maxRetryDelay();
}
