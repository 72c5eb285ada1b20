package dev.confab.task.schedule;

import io.smallrye.config.ConfigMapping;
import io.smallrye.config.WithDefault;
import java.time.Duration;
import java.util.Map;
import java.util.Optional;

/** Tasks that come again and again. */
@ConfigMapping(prefix = "confab.schedules")
public interface ScheduleConfig {
    /** Whether this process fires schedules. Any number may; each tick is run once. */
    @WithDefault("true")
    boolean enabled();

    /** Each schedule, by a name of its own. */
    Map<String, Entry> tasks();

    /** A schedule. */
    interface Entry {
        /** The type of its tasks. */
        String type();

        /** When, as a crontab line: minute, hour, day of month, month, day of week. Either this or `every`. */
        Optional<String> cron();

        /** How often, counted from 1970 so that all workers agree; from a second up. Either this or `cron`. */
        Optional<Duration> every();

        /** The time zone of the crontab line. */
        @WithDefault("UTC")
        String zone();

        /** What its tasks are given, a JSON object. */
        @WithDefault("{}")
        String payload();

        /** The queue of its tasks, if not the one that the type has. */
        Optional<String> queue();

        /** The priority of its tasks, 0 to 9. */
        @WithDefault("5")
        int priority();

        /**
         * What happens with ticks that were missed because no worker ran: `skip` them, run `once` for all of them, or run
         * `all` of them, of which there are a hundred at most.
         */
        @WithDefault("once")
        CatchUp catchUp();
    }
}
