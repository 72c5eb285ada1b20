package dev.confab.common.service;

import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.confab.common.connection.ConnectionConfig;
import dev.confab.common.relay.RelayConfig;
import dev.confab.common.stream.StreamConfig;
import io.smallrye.config.ConfigValidationException;
import io.smallrye.config.PropertiesConfigSource;
import io.smallrye.config.SmallRyeConfigBuilder;
import io.smallrye.config.validator.BeanValidationConfigValidator;
import jakarta.validation.Validation;
import jakarta.validation.Validator;
import jakarta.validation.ValidatorFactory;
import java.util.Map;
import org.junit.jupiter.api.Test;

/** What the constraints of mappings make of settings that make no sense, as at the start of a service. */
class SettingsTest {
    @Test
    void aWriterThatCouldDoNothingIsRefused() {
        Map<String, String> senseless =
                Map.of("lanes", "0", "max-batch", "0", "queue-length", "-1", "timeout", "0s", "lock-timeout", "0s");
        senseless.forEach((name, value) -> assertRefused(StreamConfig.class, "confab.stream.append." + name, value));
    }

    @Test
    void aLeaseThatEndsAtOnceIsRefused() {
        assertRefused(RelayConfig.class, "confab.relay.lease", "0s");
    }

    @Test
    void aHeartbeatWithoutPauseIsRefused() {
        assertRefused(ConnectionConfig.class, "confab.sockets.ping-interval", "0s");
    }

    private static void assertRefused(Class<?> mapping, String name, String value) {
        try (ValidatorFactory validators = Validation.buildDefaultValidatorFactory()) {
            BeanValidationConfigValidator validation = new BeanValidationConfigValidator() {
                @Override
                public Validator getValidator() {
                    return validators.getValidator();
                }
            };
            SmallRyeConfigBuilder settings = new SmallRyeConfigBuilder()
                    .addDiscoveredConverters()
                    .withMapping(mapping)
                    .withValidator(validation)
                    .withSources(new PropertiesConfigSource(Map.of(name, value), "test", 500));
            assertThatThrownBy(settings::build)
                    .isInstanceOf(ConfigValidationException.class)
                    .hasMessageContaining(name);
        }
    }
}
