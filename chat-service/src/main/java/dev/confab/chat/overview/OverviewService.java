package dev.confab.chat.overview;

import dev.confab.chat.overview.OverviewRepository.NodeFigures;
import dev.confab.chat.presence.PresenceService;
import io.micrometer.core.instrument.Gauge;
import io.micrometer.core.instrument.MeterRegistry;
import io.micrometer.core.instrument.Timer;
import io.quarkus.scheduler.Scheduled;
import io.smallrye.common.annotation.RunOnVirtualThread;
import jakarta.enterprise.context.ApplicationScoped;
import jakarta.persistence.Tuple;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.time.temporal.ChronoUnit;
import java.util.Collection;
import java.util.List;
import java.util.Map;
import java.util.UUID;
import java.util.concurrent.TimeUnit;
import org.jboss.logging.Logger;

/**
 * Brings together what all nodes know. Each writes its own figures down, which are those of its metrics; whoever asks any
 * of them reads what all have written.
 */
@ApplicationScoped
class OverviewService {

    private static final Logger LOG = Logger.getLogger(OverviewService.class);

    /** How many steps of counting one request waits for; the next request goes on. */
    private static final int MAX_STEPS = 20;

    private final OverviewRepository figures;
    private final PresenceService presence;
    private final MeterRegistry meters;
    private final NodeName node;
    private final Duration interval;
    private final InstantSource clock;
    private final Instant startedAt;

    OverviewService(
            OverviewRepository figures,
            PresenceService presence,
            MeterRegistry meters,
            NodeName node,
            OverviewConfig config,
            InstantSource clock) {
        this.figures = figures;
        this.presence = presence;
        this.meters = meters;
        this.node = node;
        this.interval = config.interval();
        this.clock = clock;
        this.startedAt = clock.instant().truncatedTo(ChronoUnit.MILLIS);
    }

    @Scheduled(
            identity = "node-figures",
            every = "${confab.overview.interval}",
            concurrentExecution = Scheduled.ConcurrentExecution.SKIP)
    @RunOnVirtualThread
    void note() {
        try {
            figures.note(mine());
            figures.forgetNodesBefore(clock.instant().minus(1, ChronoUnit.DAYS));
        } catch (RuntimeException failure) {
            LOG.debugf("The figures of this node could not be written down: %s", failure.getMessage());
        }
    }

    /** Blocks; call it on a virtual thread. */
    Overview overview() {
        figures.note(mine());
        int steps = 0;
        while (steps < MAX_STEPS && figures.countMore()) {
            steps++;
        }
        Instant now = clock.instant();
        List<NodeFigures> nodes = figures.nodesSince(now.minus(interval.multipliedBy(3)));
        Tuple totals = figures.totals();
        List<OverviewRepository.Busy> busiest = figures.busiest(now.minus(1, ChronoUnit.DAYS));
        Map<UUID, Integer> online = presence.counts(
                busiest.stream().map(OverviewRepository.Busy::id).toList());
        return new Overview(
                nodes.stream().mapToInt(NodeFigures::connections).sum(),
                averageSeconds(nodes),
                totals.get("rooms", Long.class),
                totals.get("messages", Long.class),
                totals.get("accounts", Long.class),
                nodes.stream()
                        .map(of -> new Overview.Node(of.node(), of.connections(), of.startedAt(), of.updatedAt()))
                        .toList(),
                busiest.stream()
                        .map(room -> new Overview.BusyRoom(
                                room.id(),
                                room.name(),
                                room.messages(),
                                room.authors(),
                                online.getOrDefault(room.id(), 0)))
                        .toList());
    }

    private static double averageSeconds(List<NodeFigures> nodes) {
        long ended = nodes.stream().mapToLong(NodeFigures::ended).sum();
        double seconds = nodes.stream().mapToDouble(NodeFigures::endedSeconds).sum();
        return ended == 0 ? 0 : seconds / ended;
    }

    private NodeFigures mine() {
        Collection<Gauge> open = meters.find("confab.connections").gauges();
        Collection<Timer> ended = meters.find("confab.connections.duration").timers();
        return new NodeFigures(
                node.value(),
                (int) open.stream().mapToDouble(Gauge::value).sum(),
                ended.stream().mapToLong(Timer::count).sum(),
                ended.stream()
                        .mapToDouble(timer -> timer.totalTime(TimeUnit.SECONDS))
                        .sum(),
                startedAt,
                clock.instant().truncatedTo(ChronoUnit.MILLIS));
    }
}
