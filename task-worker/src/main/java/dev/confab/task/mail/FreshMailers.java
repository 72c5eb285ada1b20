package dev.confab.task.mail;

import io.quarkus.mailer.runtime.MailerSupport;
import io.quarkus.mailer.runtime.Mailers;
import io.quarkus.mailer.runtime.MailersRuntimeConfig;
import io.quarkus.runtime.LaunchMode;
import io.quarkus.tls.TlsConfigurationRegistry;
import io.vertx.core.Vertx;
import jakarta.enterprise.context.ApplicationScoped;
import java.util.Set;

/** Makes what Quarkus makes once for its default mailer, from the same settings, as often as it is asked to. */
@ApplicationScoped
class FreshMailers {
    private static final MailerSupport DEFAULT_MAILER_ONLY = new MailerSupport(true, Set.of());

    private final MailersRuntimeConfig settings;
    private final TlsConfigurationRegistry certificates;

    FreshMailers(MailersRuntimeConfig settings, TlsConfigurationRegistry certificates) {
        this.settings = settings;
        this.certificates = certificates;
    }

    /** Its connections belong to the verticle in which this is called, and are closed with it. The caller stops it. */
    Mailers make(Vertx vertx) {
        // Nobody observes that mails were sent, so there is no event.
        return new Mailers(
                vertx,
                new io.vertx.mutiny.core.Vertx(vertx),
                settings,
                LaunchMode.current(),
                DEFAULT_MAILER_ONLY,
                certificates,
                null);
    }
}
