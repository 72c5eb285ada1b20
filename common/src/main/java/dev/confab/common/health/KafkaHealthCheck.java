package dev.confab.common.health;

import io.quarkus.arc.lookup.LookupUnlessProperty;
import io.smallrye.common.annotation.Identifier;
import io.smallrye.health.api.AsyncHealthCheck;
import io.smallrye.mutiny.Uni;
import jakarta.annotation.PreDestroy;
import jakarta.enterprise.context.ApplicationScoped;
import java.time.Duration;
import java.time.InstantSource;
import java.util.HashMap;
import java.util.Map;
import java.util.concurrent.TimeUnit;
import org.apache.kafka.clients.admin.Admin;
import org.apache.kafka.clients.admin.AdminClientConfig;
import org.eclipse.microprofile.health.HealthCheckResponse;
import org.eclipse.microprofile.health.Readiness;
import org.jspecify.annotations.Nullable;

/** Shows whether the Kafka cluster answers, where there is one. It only distributes, so the service stays ready without it. */
@Readiness
@ApplicationScoped
@LookupUnlessProperty(name = "confab.layer", stringValue = "local", lookupIfMissing = true)
class KafkaHealthCheck implements AsyncHealthCheck {
    private final Map<String, Object> settings;
    private final Duration timeout;
    private final Probe probe;
    private @Nullable Admin admin;

    KafkaHealthCheck(
            @Identifier("default-kafka-broker") Map<String, Object> broker, HealthConfig config, InstantSource clock) {
        this.timeout = config.timeout();
        this.settings = new HashMap<>(broker);
        int milliseconds = (int) timeout.toMillis();
        settings.put(AdminClientConfig.CLIENT_ID_CONFIG, "confab-health");
        settings.put(AdminClientConfig.REQUEST_TIMEOUT_MS_CONFIG, milliseconds);
        settings.put(AdminClientConfig.DEFAULT_API_TIMEOUT_MS_CONFIG, milliseconds);
        settings.put(AdminClientConfig.RECONNECT_BACKOFF_MAX_MS_CONFIG, milliseconds);
        this.probe = new Probe("kafka", false, config, clock, this::look);
    }

    @Override
    public Uni<HealthCheckResponse> call() {
        return probe.response();
    }

    private void look() throws Exception {
        int nodes = admin().describeCluster()
                .nodes()
                .get(timeout.toMillis(), TimeUnit.MILLISECONDS)
                .size();
        if (nodes == 0) {
            throw new IllegalStateException("a cluster without brokers");
        }
    }

    /** Made on first use, because making it already resolves the brokers' names. */
    private synchronized Admin admin() {
        if (admin == null) {
            admin = Admin.create(settings);
        }
        return admin;
    }

    @PreDestroy
    synchronized void close() {
        if (admin != null) {
            admin.close(Duration.ZERO);
        }
    }
}
