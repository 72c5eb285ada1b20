package dev.confab.common.trace;

import io.smallrye.config.ConfigMapping;
import io.smallrye.config.WithDefault;
import java.util.Optional;

/** Recording of traces. Their ids are carried on in any case. */
@ConfigMapping(prefix = "confab.tracing")
public interface TracingConfig {
    /**
     * Where recorded steps are sent: the base URL of a collector that understands OTLP over HTTP, for example
     * {@code http://collector:4318}. Without one nothing is recorded. {@code OTEL_EXPORTER_OTLP_ENDPOINT} sets it too.
     */
    Optional<String> endpoint();

    /** The share of traces that begin here and are recorded, 0 to 1. Traces that began elsewhere follow their beginning. */
    @WithDefault("1.0")
    double sampleRatio();
}
