package dev.confab.common.health;

import jakarta.enterprise.context.ApplicationScoped;
import org.eclipse.microprofile.health.HealthCheck;
import org.eclipse.microprofile.health.HealthCheckResponse;
import org.eclipse.microprofile.health.Readiness;

/** Not ready once the node is being emptied. */
@Readiness
@ApplicationScoped
class DrainingHealthCheck implements HealthCheck {
    private final Draining draining;

    DrainingHealthCheck(Draining draining) {
        this.draining = draining;
    }

    @Override
    public HealthCheckResponse call() {
        return HealthCheckResponse.named("draining")
                .status(!draining.begun())
                .withData("state", draining.begun() ? "draining" : "serving")
                .build();
    }
}
