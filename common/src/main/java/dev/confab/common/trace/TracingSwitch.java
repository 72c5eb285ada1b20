package dev.confab.common.trace;

import io.smallrye.config.ConfigSourceInterceptor;
import io.smallrye.config.ConfigSourceInterceptorContext;
import io.smallrye.config.ConfigValue;
import io.smallrye.config.Priorities;
import jakarta.annotation.Priority;
import org.jspecify.annotations.Nullable;

/**
 * Switches OpenTelemetry on where {@code confab.tracing.endpoint} says where to send spans, and off where nothing does, so
 * that nobody pays for spans that go nowhere.
 */
@Priority(Priorities.APPLICATION)
public final class TracingSwitch implements ConfigSourceInterceptor {
    private static final long serialVersionUID = 1;

    private static final String ENDPOINT = "confab.tracing.endpoint";
    /** The variable that all of OpenTelemetry knows. */
    private static final String STANDARD_ENDPOINT = "otel.exporter.otlp.endpoint";

    @Override
    public @Nullable ConfigValue getValue(ConfigSourceInterceptorContext context, String name) {
        return switch (name) {
            case ENDPOINT -> endpoint(context);
            case "quarkus.otel.sdk.disabled" -> value(name, endpoint(context) == null);
            case "quarkus.otel.instrument.vertx-http" -> value(name, endpoint(context) != null);
            default -> context.proceed(name);
        };
    }

    private static @Nullable ConfigValue endpoint(ConfigSourceInterceptorContext context) {
        ConfigValue own = context.proceed(ENDPOINT);
        if (isSet(own)) {
            return own;
        }
        ConfigValue standard = context.proceed(STANDARD_ENDPOINT);
        return isSet(standard) ? standard.withName(ENDPOINT) : null;
    }

    private static boolean isSet(@Nullable ConfigValue value) {
        return value != null && value.getValue() != null && !value.getValue().isBlank();
    }

    private static ConfigValue value(String name, boolean value) {
        return ConfigValue.builder()
                .withName(name)
                .withValue(Boolean.toString(value))
                .withRawValue(Boolean.toString(value))
                .withConfigSourceName("confab.tracing.endpoint")
                .withConfigSourceOrdinal(1000)
                .build();
    }
}
