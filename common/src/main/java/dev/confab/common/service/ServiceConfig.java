package dev.confab.common.service;

import io.smallrye.config.ConfigMapping;
import io.smallrye.config.WithDefault;

/** The name and version under which a service appears; set by the build. */
@ConfigMapping(prefix = "confab.service")
public interface ServiceConfig {
    /** The service's name, in logs and in {@code GET /api/info}. */
    @WithDefault("${quarkus.application.name}")
    String name();

    /** The service's version. */
    @WithDefault("${quarkus.application.version}")
    String version();
}
