package dev.confab.task.schedule;

import java.time.Instant;
import org.jspecify.annotations.Nullable;

/**
 * A task that comes again and again.
 *
 * @param type of its tasks
 * @param timing as it is set: a crontab line, or {@code every 10m}
 * @param catchUp what happens with ticks that were missed
 * @param lastFire the newest tick that was run; null if there was none
 * @param nextFire null if there is none any more
 */
public record ScheduleView(
        String name,
        String type,
        String queue,
        String timing,
        String zone,
        String catchUp,
        @Nullable Instant lastFire,
        @Nullable Instant nextFire) {}
