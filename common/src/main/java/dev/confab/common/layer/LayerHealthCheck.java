package dev.confab.common.layer;

import io.quarkus.arc.lookup.LookupIfProperty;
import jakarta.enterprise.context.ApplicationScoped;
import org.eclipse.microprofile.health.HealthCheck;
import org.eclipse.microprofile.health.HealthCheckResponse;
import org.eclipse.microprofile.health.Readiness;

/** Not ready when another node may have taken the only place. */
@Readiness
@ApplicationScoped
@LookupIfProperty(name = "confab.layer", stringValue = "local")
class LayerHealthCheck implements HealthCheck {
    private final ChannelLayer layer;

    LayerHealthCheck(ChannelLayer layer) {
        this.layer = layer;
    }

    @Override
    public HealthCheckResponse call() {
        return HealthCheckResponse.named("only node").status(layer.isHeld()).build();
    }
}
