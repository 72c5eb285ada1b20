package dev.confab.common.stream;

import dev.confab.common.error.ConfabException;
import dev.confab.common.error.ErrorCode;
import dev.confab.common.stream.AppendResult.Appended;
import java.sql.SQLException;
import java.time.Duration;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.UUID;
import java.util.concurrent.ArrayBlockingQueue;
import java.util.concurrent.BlockingQueue;
import org.jboss.logging.Logger;

/**
 * One writer of the group commit, on two virtual threads. The first takes all that waits and stores it in one
 * transaction, over and over; while a commit waits for the disk the next batch collects. The second tells the listeners
 * and completes the callers, so that their work never delays the next commit; when it falls behind, the first one waits
 * for it, the queue fills, and new requests are refused.
 */
final class AppendLane implements AutoCloseable {
    private static final Logger LOG = Logger.getLogger(AppendLane.class);
    private static final int MAX_UNANNOUNCED = 16;
    private static final Duration FIRST_PAUSE = Duration.ofMillis(20);
    private static final Duration LONGEST_PAUSE = Duration.ofSeconds(1);

    private final AppendQueue queue;
    private final LaneConnection connection;
    private final List<CommitListener> listeners;
    private final StreamMetrics metrics;
    private final int maxBatch;
    private final Duration pace;
    private final Duration timeout;
    private final BlockingQueue<Committed> committed = new ArrayBlockingQueue<>(MAX_UNANNOUNCED);
    private final Thread writer;
    private final Thread announcer;

    /** Requests that are stored together; {@code repeated} once a try of them may have been committed unnoticed. */
    private record Segment(List<PendingAppend> appends, boolean repeated) {}

    /** Stored requests with their results. An empty one ends the announcing thread. */
    private record Committed(List<PendingAppend> appends, List<AppendResult> results) {}

    AppendLane(
            int number,
            AppendQueue queue,
            LaneConnection connection,
            List<CommitListener> listeners,
            StreamMetrics metrics,
            StreamConfig config) {
        this.queue = queue;
        this.connection = connection;
        this.listeners = listeners;
        this.metrics = metrics;
        this.maxBatch = config.append().maxBatch();
        this.pace = config.append().pace();
        this.timeout = config.append().timeout();
        this.writer = Thread.ofVirtual().name("confab-append-" + number).unstarted(this::writeAll);
        this.announcer = Thread.ofVirtual().name("confab-announce-" + number).unstarted(this::announceAll);
        writer.start();
        announcer.start();
    }

    /** Refuses new requests, finishes what is queued and waits for that, at most as long as requests may wait. */
    @Override
    public void close() {
        queue.close();
        try {
            if (!writer.join(timeout.plusSeconds(1))) {
                writer.interrupt();
                writer.join(Duration.ofSeconds(1));
            }
            announcer.join(timeout);
        } catch (InterruptedException stop) {
            writer.interrupt();
            Thread.currentThread().interrupt();
        }
    }

    private void writeAll() {
        try (connection) {
            long begun = System.nanoTime() - pace.toNanos();
            for (List<PendingAppend> batch = take(begun); !batch.isEmpty(); batch = take(begun)) {
                begun = System.nanoTime();
                write(batch);
            }
            committed.put(new Committed(List.of(), List.of()));
        } catch (InterruptedException stop) {
            // Stopped for good with the database away: nobody will answer these.
            queue.takeAll().forEach(this::expire);
            announcer.interrupt();
        }
    }

    /** All that wait, at the earliest one pace after the last batch began. */
    private List<PendingAppend> take(long lastBegun) throws InterruptedException {
        queue.await();
        long early = lastBegun + pace.toNanos() - System.nanoTime();
        if (early > 0 && queue.length() < maxBatch) {
            Thread.sleep(Duration.ofNanos(early));
        }
        return queue.take(maxBatch);
    }

    private void write(List<PendingAppend> batch) throws InterruptedException {
        ArrayDeque<Segment> segments = new ArrayDeque<>();
        segments.add(new Segment(batch, false));
        Duration pause = Duration.ZERO;
        try {
            while (!segments.isEmpty()) {
                Segment segment = withoutExpired(segments.remove());
                if (segment.appends().isEmpty()) {
                    continue;
                }
                try {
                    store(segment);
                    pause = Duration.ZERO;
                } catch (SQLException failure) {
                    switch (AppendFailure.of(failure)) {
                        case CONTENT -> isolate(segment, failure, segments);
                        case BUSY -> separate(segment, failure, segments);
                        case UNREACHABLE -> {
                            connection.discard();
                            segments.addFirst(new Segment(segment.appends(), true));
                            pause = await(pause, failure);
                        }
                    }
                } catch (InterruptedException stop) {
                    segments.addFirst(segment);
                    throw stop;
                } catch (RuntimeException defect) {
                    LOG.error("Storing events failed unexpectedly", defect);
                    connection.discard();
                    fail(segment, new ConfabException(ErrorCode.INTERNAL, "the event could not be stored", defect));
                }
            }
        } finally {
            // Only an interrupt leaves anything here.
            segments.forEach(left -> left.appends().forEach(this::expire));
        }
    }

    private void store(Segment segment) throws SQLException, InterruptedException {
        long begin = System.nanoTime();
        List<AppendResult> results = connection.append(
                segment.appends().stream().map(PendingAppend::identified).toList(), segment.repeated());
        metrics.committed(segment.appends().size(), System.nanoTime() - begin);
        committed.put(new Committed(segment.appends(), results));
    }

    /** Halves until the request is found that the database does not accept; order is kept. */
    private void isolate(Segment segment, SQLException failure, ArrayDeque<Segment> segments) {
        List<PendingAppend> appends = segment.appends();
        if (appends.size() == 1) {
            LOG.warnf("The database refused an event of stream %s: state %s", streamOf(appends), failure.getSQLState());
            fail(segment, new ConfabException(ErrorCode.INVALID_REQUEST, "the content cannot be stored", failure));
        } else {
            int half = appends.size() / 2;
            segments.addFirst(new Segment(appends.subList(half, appends.size()), segment.repeated()));
            segments.addFirst(new Segment(appends.subList(0, half), segment.repeated()));
        }
    }

    /** Tries stream by stream, so that only the one that somebody else holds fails. */
    private void separate(Segment segment, SQLException failure, ArrayDeque<Segment> segments) {
        Map<UUID, List<PendingAppend>> streams = new LinkedHashMap<>();
        for (PendingAppend append : segment.appends()) {
            streams.computeIfAbsent(append.identified().request().streamId(), stream -> new ArrayList<>())
                    .add(append);
        }
        if (streams.size() == 1) {
            LOG.warnf("Stream %s is held by another transaction for too long", streamOf(segment.appends()));
            fail(segment, new ConfabException(ErrorCode.UNAVAILABLE, "the stream is busy; try again", failure));
        } else {
            streams.values().forEach(appends -> segments.addFirst(new Segment(appends, segment.repeated())));
        }
    }

    /** The first retry comes at once, as an idle connection often just has died; then pauses grow. */
    private Duration await(Duration pause, SQLException failure) throws InterruptedException {
        metrics.retried();
        if (pause.isZero()) {
            LOG.infof("Storing events: the database cannot be reached (%s), trying again", failure.getMessage());
        }
        queue.takeExpired(System.nanoTime()).forEach(this::expire);
        Thread.sleep(pause);
        Duration next = pause.isZero() ? FIRST_PAUSE : pause.multipliedBy(2);
        return next.compareTo(LONGEST_PAUSE) < 0 ? next : LONGEST_PAUSE;
    }

    private void announceAll() {
        try {
            for (Committed next = committed.take(); !next.appends().isEmpty(); next = committed.take()) {
                announce(next);
            }
        } catch (InterruptedException stop) {
            Thread.currentThread().interrupt();
        }
    }

    private void announce(Committed next) {
        List<StreamEvent> events = new ArrayList<>(next.results().size());
        for (AppendResult result : next.results()) {
            if (result instanceof Appended(StreamEvent event)) {
                events.add(event);
            }
        }
        if (!events.isEmpty()) {
            for (CommitListener listener : listeners) {
                try {
                    listener.onCommitted(events);
                } catch (RuntimeException defect) {
                    LOG.error("A listener of commits failed", defect);
                }
            }
        }
        for (int i = 0; i < next.appends().size(); i++) {
            next.appends().get(i).result().complete(next.results().get(i));
        }
    }

    private Segment withoutExpired(Segment segment) {
        long now = System.nanoTime();
        if (segment.appends().stream().noneMatch(append -> append.isExpired(now))) {
            return segment;
        }
        List<PendingAppend> left = new ArrayList<>();
        for (PendingAppend append : segment.appends()) {
            if (append.isExpired(now)) {
                expire(append);
            } else {
                left.add(append);
            }
        }
        return new Segment(left, segment.repeated());
    }

    private void expire(PendingAppend append) {
        metrics.expired();
        append.expire();
    }

    private static void fail(Segment segment, ConfabException failure) {
        segment.appends().forEach(append -> append.result().completeExceptionally(failure));
    }

    private static UUID streamOf(List<PendingAppend> appends) {
        return appends.getFirst().identified().request().streamId();
    }
}
