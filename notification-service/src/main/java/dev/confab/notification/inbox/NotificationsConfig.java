package dev.confab.notification.inbox;

import io.smallrye.config.ConfigMapping;
import io.smallrye.config.WithDefault;
import java.net.URI;
import java.time.Duration;
import org.hibernate.validator.constraints.time.DurationMin;

/** What is done about notifications. */
@ConfigMapping(prefix = "confab.notifications")
public interface NotificationsConfig {
    /** Where people open the web frontend; links in mails lead there. */
    @WithDefault("http://localhost:8080")
    URI webUrl();

    /** How long notifications are kept, read or not. */
    @WithDefault("90d")
    Duration retention();

    /**
     * How long more events may pile up at the broker after some were read: a notification among many events is late by
     * twice that at most, and the longer, the cheaper it is to read along with busy rooms.
     */
    @WithDefault("100ms")
    Duration intakeWait();

    /** Mails to people who were not there. */
    Email email();

    /** Mails to people who were not there. */
    interface Email {
        /** Whether mails are sent at all. */
        @WithDefault("true")
        boolean enabled();

        /** How long a notification may stay unread, and its recipient away, before a mail is sent. */
        @WithDefault("60s")
        Duration delay();

        /** Notifications of events older than this cause no mail: after a long outage, or when old events are read again. */
        @WithDefault("1d")
        Duration maxAge();

        /**
         * How long a decision waits for what it needs to know (who is online, the account of the recipient) before it is
         * taken without.
         */
        @WithDefault("10m")
        Duration patience();

        /** When to look again in that time. */
        @WithDefault("15s")
        @DurationMin(millis = 1)
        Duration retryInterval();

        /** How often due decisions are looked for without being told to: those that another node left behind. */
        @WithDefault("5s")
        @DurationMin(millis = 1)
        Duration pollInterval();

        /** The queue of the tasks that send mails. */
        @WithDefault("email")
        String queue();
    }
}
