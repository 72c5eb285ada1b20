package dev.confab.common.time;

import jakarta.enterprise.context.ApplicationScoped;
import jakarta.enterprise.inject.Produces;
import jakarta.inject.Singleton;
import java.time.InstantSource;

/** Provides the one clock of a service, so that tests can put another in its place. */
@ApplicationScoped
class SystemClock {

    @Produces
    @Singleton
    InstantSource instants() {
        return InstantSource.system();
    }
}
