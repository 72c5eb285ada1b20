package dev.confab.chat.room;

import io.smallrye.config.ConfigMapping;
import io.smallrye.config.WithDefault;
import jakarta.validation.constraints.Min;
import java.time.Duration;
import org.hibernate.validator.constraints.time.DurationMin;

/** Rooms and their list. */
@ConfigMapping(prefix = "confab.rooms")
public interface RoomsConfig {

    /** How many rooms a page of the list has when the request does not say; at most 200. */
    @WithDefault("50")
    @Min(1)
    int pageSize();

    /**
     * How many rooms a user may create within {@code creation-period}, also by visiting rooms that are not there; staff
     * may create any number.
     */
    @WithDefault("1000")
    @Min(1)
    int creations();

    /** The period of {@code creations}. */
    @WithDefault("1h")
    @DurationMin(millis = 1)
    Duration creationPeriod();

    /**
     * How often a node reads again a room's settings and roles, by which it judges messages, while no event tells it of a
     * change; at most twice as old are those of a room in which nobody wrote for a while. Events tell it at once.
     */
    @WithDefault("10s")
    @DurationMin(millis = 1)
    Duration policyRefresh();

    /**
     * How far the order of the list may lag behind: rooms in which something happened move to its front at most this
     * much later.
     */
    @WithDefault("1s")
    @DurationMin(millis = 1)
    Duration activityInterval();

    /**
     * How often each node looks for rooms whose place in the list is out of date because the node that should have
     * moved them died. Also done at every start.
     */
    @WithDefault("10m")
    @DurationMin(millis = 1)
    Duration activitySweep();
}
