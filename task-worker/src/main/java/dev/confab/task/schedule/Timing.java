package dev.confab.task.schedule;

import com.cronutils.model.Cron;
import com.cronutils.model.CronType;
import com.cronutils.model.definition.CronDefinitionBuilder;
import com.cronutils.model.time.ExecutionTime;
import com.cronutils.parser.CronParser;
import java.time.Duration;
import java.time.Instant;
import java.time.ZoneId;
import java.time.ZonedDateTime;
import java.util.Locale;
import org.jspecify.annotations.Nullable;

/** When a schedule ticks: a function of time alone, so that all workers agree on every tick. */
sealed interface Timing {
    /** The first tick after this time; null if there is none any more. */
    @Nullable
    Instant after(Instant time);

    /** As people read it. */
    String text();

    /** Ticks by a crontab line, by the clock on the wall of a time zone. */
    record Crontab(String text, ZoneId zone, ExecutionTime times) implements Timing {
        static Crontab of(String line, ZoneId zone) {
            Cron cron = new CronParser(CronDefinitionBuilder.instanceDefinitionFor(CronType.UNIX))
                    .parse(line)
                    .validate();
            return new Crontab(line, zone, ExecutionTime.forCron(cron));
        }

        @Override
        public @Nullable Instant after(Instant time) {
            return times.nextExecution(time.atZone(zone))
                    .map(ZonedDateTime::toInstant)
                    .orElse(null);
        }
    }

    /** Ticks at the multiples of an interval since 1970. */
    record Interval(Duration every) implements Timing {
        public Interval {
            if (every.compareTo(Duration.ofSeconds(1)) < 0) {
                throw new IllegalArgumentException("an interval is a second or longer");
            }
        }

        @Override
        public Instant after(Instant time) {
            long step = every.toMillis();
            return Instant.ofEpochMilli(Math.multiplyExact(Math.floorDiv(time.toEpochMilli(), step) + 1, step));
        }

        @Override
        public String text() {
            return "every " + every.toString().substring(2).toLowerCase(Locale.ROOT);
        }
    }
}
