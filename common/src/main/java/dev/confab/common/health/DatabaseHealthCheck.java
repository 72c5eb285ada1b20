package dev.confab.common.health;

import io.agroal.api.AgroalDataSource;
import io.smallrye.health.api.AsyncHealthCheck;
import io.smallrye.mutiny.Uni;
import jakarta.enterprise.context.ApplicationScoped;
import java.sql.Connection;
import java.sql.SQLException;
import java.time.InstantSource;
import org.eclipse.microprofile.health.HealthCheckResponse;
import org.eclipse.microprofile.health.Readiness;

/** Ready only while the database answers: without it nothing can be accepted. */
@Readiness
@ApplicationScoped
class DatabaseHealthCheck implements AsyncHealthCheck {
    private final Probe probe;

    DatabaseHealthCheck(AgroalDataSource database, HealthConfig config, InstantSource clock) {
        int seconds = (int) Math.max(1, config.timeout().toSeconds());
        probe = new Probe("database", true, config, clock, () -> {
            try (Connection connection = database.getConnection()) {
                if (!connection.isValid(seconds)) {
                    throw new SQLException("the connection is not valid");
                }
            }
        });
    }

    @Override
    public Uni<HealthCheckResponse> call() {
        return probe.response();
    }
}
