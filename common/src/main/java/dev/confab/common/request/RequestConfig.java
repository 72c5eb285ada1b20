package dev.confab.common.request;

import io.quarkus.runtime.configuration.MemorySize;
import io.smallrye.config.ConfigMapping;
import io.smallrye.config.WithDefault;

/** How requests are logged. */
@ConfigMapping(prefix = "confab.request")
public interface RequestConfig {
    /** Whether each request leaves a line in the log (category {@code dev.confab.access}). */
    @WithDefault("true")
    boolean log();

    /**
     * Requests below this path are logged at level DEBUG instead of INFO, because probes and scrapes would drown the
     * rest.
     */
    @WithDefault("/q/")
    String quietPath();

    /** The largest body of a request, but for uploads, which have a limit of their own. */
    @WithDefault("256K")
    MemorySize maxBodySize();
}
