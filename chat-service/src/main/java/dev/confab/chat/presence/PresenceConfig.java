package dev.confab.chat.presence;

import io.smallrye.config.ConfigMapping;
import io.smallrye.config.WithDefault;
import jakarta.validation.constraints.Min;
import java.time.Duration;
import org.hibernate.validator.constraints.time.DurationMin;

/** How the presence of people in rooms is kept. */
@ConfigMapping(prefix = "confab.presence")
public interface PresenceConfig {

    /** How long somebody counts as present after the last sign of life of the node they are connected to. */
    @WithDefault("30s")
    @DurationMin(millis = 1)
    Duration lease();

    /** How often a node renews the leases of its connections. Well below the lease. */
    @WithDefault("10s")
    @DurationMin(millis = 1)
    Duration heartbeat();

    /** How long after a socket closed the person may come back before they are announced as gone. */
    @WithDefault("2s")
    Duration reconnectGrace();

    /**
     * Up to how many connections of a node in a room each of them is told of everybody who comes, goes or types. Beyond,
     * only who looks is told how many there are, and that somebody types.
     */
    @WithDefault("200")
    @Min(0)
    int smallRoom();

    /** How often those who look at a larger room are told how many people are there. */
    @WithDefault("2s")
    @DurationMin(millis = 1)
    Duration crowdInterval();
}
