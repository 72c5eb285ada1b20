package dev.confab.chat.layer;

import io.quarkus.test.junit.QuarkusTestProfile;
import java.util.Map;

/** One process, without Kafka. */
public final class LocalNode implements QuarkusTestProfile {

    @Override
    public Map<String, String> getConfigOverrides() {
        return Map.of("confab.layer", "local", "confab.layer.interval", "50ms");
    }
}
