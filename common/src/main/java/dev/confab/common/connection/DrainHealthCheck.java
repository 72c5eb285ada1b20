package dev.confab.common.connection;

import jakarta.enterprise.context.ApplicationScoped;
import org.eclipse.microprofile.health.HealthCheck;
import org.eclipse.microprofile.health.HealthCheckResponse;
import org.eclipse.microprofile.health.Readiness;

/** Not ready once the node has begun to shut down, so that balancers send nobody here any more. */
@Readiness
@ApplicationScoped
class DrainHealthCheck implements HealthCheck {

    private final ConnectionDrain drain;

    DrainHealthCheck(ConnectionDrain drain) {
        this.drain = drain;
    }

    @Override
    public HealthCheckResponse call() {
        return HealthCheckResponse.named("accepting connections")
                .status(!drain.isDraining())
                .build();
    }
}
