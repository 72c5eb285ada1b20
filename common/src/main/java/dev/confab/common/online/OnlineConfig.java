package dev.confab.common.online;

import io.smallrye.config.ConfigMapping;
import io.smallrye.config.WithDefault;
import java.time.Duration;
import org.hibernate.validator.constraints.time.DurationMin;

/** How it is known who is online. */
@ConfigMapping(prefix = "confab.online")
public interface OnlineConfig {

    /** How long somebody counts as online after the last sign of life of the node they are connected to. */
    @WithDefault("45s")
    @DurationMin(millis = 1)
    Duration lease();

    /** How often a node renews the leases of its connections. Well below the lease. */
    @WithDefault("15s")
    @DurationMin(millis = 1)
    Duration heartbeat();

    /** How long it is remembered when somebody was online last. At least as long as mails are delayed. */
    @WithDefault("24h")
    Duration remember();
}
