package dev.confab.common.health;

import io.smallrye.health.api.AsyncHealthCheck;
import io.smallrye.mutiny.Uni;
import jakarta.enterprise.context.ApplicationScoped;
import java.nio.file.FileStore;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.InstantSource;
import java.util.Map;
import org.eclipse.microprofile.health.HealthCheckResponse;
import org.eclipse.microprofile.health.Readiness;

/** Shows how much space is left on the disk of this service. A full one stops its logs, not the service itself. */
@Readiness
@ApplicationScoped
class DiskHealthCheck implements AsyncHealthCheck {
    private final Path path;
    private final long minimum;
    private final Probe probe;

    DiskHealthCheck(HealthConfig config, InstantSource clock) {
        path = config.diskPath();
        minimum = config.diskMinimumFree().asLongValue();
        probe = new Probe("disk", false, config, clock, this::measure);
    }

    @Override
    public Uni<HealthCheckResponse> call() {
        return probe.response();
    }

    private Probe.Finding measure() throws Exception {
        FileStore disk = Files.getFileStore(path);
        long free = disk.getUsableSpace();
        return new Probe.Finding(
                free < minimum ? "little space left" : null,
                Map.of("freeBytes", free, "totalBytes", disk.getTotalSpace(), "minimumFreeBytes", minimum));
    }
}
