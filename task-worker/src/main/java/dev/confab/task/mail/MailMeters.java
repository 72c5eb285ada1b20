package dev.confab.task.mail;

import io.micrometer.core.instrument.config.MeterFilter;
import jakarta.enterprise.inject.Produces;
import jakarta.inject.Singleton;

/** The measures of mailers are added up, but for a gauge that would show the first one for ever. */
class MailMeters {
    @Produces
    @Singleton
    MeterFilter withoutTheGaugeOfOneMailer() {
        return MeterFilter.denyNameStartsWith("mail.active.connections");
    }
}
