package dev.confab.task.schedule;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.confab.common.task.TaskRequest;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.time.Instant;
import java.time.ZoneId;
import java.util.ArrayList;
import java.util.List;
import java.util.UUID;
import org.jspecify.annotations.Nullable;

/** A schedule as this service is set to run it. */
record Schedule(
        String name,
        String type,
        String queue,
        int priority,
        ObjectNode payload,
        Timing timing,
        ZoneId zone,
        CatchUp catchUp) {
    /** More missed ticks than these are not run, whatever the policy. */
    static final int MOST_MISSED = 100;

    private static final ObjectMapper JSON = new ObjectMapper();
    private static final String SOURCE = "/confab/schedule/";

    /** Fails if the settings make no sense. */
    static Schedule of(String name, ScheduleConfig.Entry entry, String queueOfType) {
        if (entry.cron().isPresent() == entry.every().isPresent()) {
            throw new IllegalArgumentException("the schedule " + name + " needs either cron or every");
        }
        try {
            ZoneId zone = ZoneId.of(entry.zone());
            Timing timing = entry.cron()
                    .<Timing>map(line -> Timing.Crontab.of(line, zone))
                    .orElseGet(() -> new Timing.Interval(entry.every().orElseThrow()));
            if (!(JSON.readTree(entry.payload()) instanceof ObjectNode payload)) {
                throw new IllegalArgumentException("its payload is not a JSON object");
            }
            return new Schedule(
                    name,
                    entry.type(),
                    entry.queue().orElse(queueOfType),
                    entry.priority(),
                    payload,
                    timing,
                    zone,
                    entry.catchUp());
        } catch (JsonProcessingException | RuntimeException wrong) {
            throw new IllegalArgumentException("the schedule " + name + " is wrong: " + wrong.getMessage(), wrong);
        }
    }

    /** What tells that ticks are to be counted anew: another timing. */
    String definition() {
        return timing.text() + " " + zone;
    }

    /**
     * The ticks to be run for the time after {@code doneUntil} up to now.
     *
     * @param lateAfter a tick that is older was missed
     */
    List<Instant> ticks(Instant doneUntil, Instant now, Duration lateAfter) {
        List<Instant> ticks = new ArrayList<>();
        Instant from = doneUntil;
        for (Instant tick = timing.after(from); tick != null && !tick.isAfter(now); tick = timing.after(tick)) {
            ticks.add(tick);
            if (ticks.size() > MOST_MISSED) {
                ticks.removeFirst();
            }
        }
        return switch (catchUp) {
            case ALL -> ticks;
            case ONCE -> ticks.isEmpty() ? ticks : List.of(ticks.getLast());
            case SKIP -> {
                Instant oldest = now.minus(lateAfter);
                yield ticks.isEmpty() || ticks.getLast().isBefore(oldest) ? List.of() : List.of(ticks.getLast());
            }
        };
    }

    /** The task of a tick. Its id follows from the tick, so that there is one at most, whoever fires it. */
    TaskRequest request(Instant tick) {
        UUID id = UUID.nameUUIDFromBytes((SOURCE + name + " " + tick).getBytes(StandardCharsets.UTF_8));
        return TaskRequest.of(type, payload, SOURCE + name)
                .withId(id)
                .onQueue(queue)
                .withPriority(priority);
    }

    @Nullable
    Instant next(Instant now) {
        return timing.after(now);
    }
}
