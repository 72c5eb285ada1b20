package dev.confab.bench;

import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.concurrent.TimeUnit;
import org.HdrHistogram.Histogram;

/**
 * What became of messages and connections while nodes went away. Used on the event loop only, and by others when nothing
 * happens any more.
 */
final class ReturnLedger {
    private static final int MOST_FINDINGS = 20;
    private static final long LONGEST_NANOS = TimeUnit.MINUTES.toNanos(10);

    /** Places of a message in its room, as author and receivers were told. */
    private record Place(String room, long seq) {}

    private final Map<Integer, Place> acknowledged = new HashMap<>();
    private final Map<Integer, Place> seen = new HashMap<>();
    private final Map<String, Long> tops = new TreeMap<>();
    private final Histogram away = new Histogram(LONGEST_NANOS, 3);
    private final List<String> findings = new ArrayList<>();
    private final List<Long> handshakes = new ArrayList<>();
    private long begun;
    private long lastBack;
    long lostConnections;
    long backWhole;
    long refusedHandshakes;
    long doubled;
    long missing;
    long notRecovered;
    long errors;

    /** From here on times count. */
    void begin(long now) {
        begun = now;
        away.reset();
        handshakes.clear();
        lostConnections = 0;
        backWhole = 0;
        refusedHandshakes = 0;
        errors = 0;
    }

    void acknowledged(int message, String room, long seq) {
        Place place = new Place(room, seq);
        tops.merge(room, seq, Math::max);
        Place before = acknowledged.putIfAbsent(message, place);
        if (before != null && !before.equals(place)) {
            doubled++;
        }
    }

    /** An event that came to somebody; {@code message} is -1 where it carries none of ours. */
    void seen(String room, long seq, int message) {
        tops.merge(room, seq, Math::max);
        if (message >= 0) {
            Place place = new Place(room, seq);
            Place before = seen.putIfAbsent(message, place);
            if (before != null && !before.equals(place)) {
                doubled++;
            }
        }
    }

    void handshake(long now) {
        handshakes.add(now);
    }

    /** Events from a position to another that a client was not given before later ones. */
    void missed(String room, long from, long to) {
        missing += to - from + 1;
        tell("events %d to %d of %s were left out for somebody".formatted(from, to, room));
    }

    private void tell(String finding) {
        if (findings.size() < MOST_FINDINGS) {
            findings.add(finding);
        }
    }

    /** Somebody who lost a connection has seen all that was said meanwhile. */
    void back(long lostAt, long now) {
        backWhole++;
        lastBack = now;
        away.recordValue(Math.clamp(now - lostAt, 0, LONGEST_NANOS));
    }

    boolean allBack() {
        return backWhole >= lostConnections;
    }

    int acknowledgements() {
        return acknowledged.size();
    }

    /** The last event of a room that anybody has seen or that an author was told of. */
    long top(String room) {
        return tops.getOrDefault(room, 0L);
    }

    /** Acknowledged messages that nobody saw at the place that their authors were told. */
    long lost() {
        List<Integer> lost = acknowledged.entrySet().stream()
                .filter(message -> !message.getValue().equals(seen.get(message.getKey())))
                .map(Map.Entry::getKey)
                .toList();
        lost.forEach(message ->
                tell("message %d: told %s, seen %s".formatted(message, acknowledged.get(message), seen.get(message))));
        return lost.size();
    }

    /** What went wrong, in words; the first {@value #MOST_FINDINGS}. */
    List<String> findings() {
        return List.copyOf(findings);
    }

    Latency away() {
        return Latency.of(away);
    }

    /** Seconds from {@link #begin} until the last one was back. */
    double lastBackSeconds() {
        return lastBack == 0 ? 0 : (lastBack - begun) / 1e9;
    }

    /** Handshakes that succeeded, by the second since {@link #begin}. */
    Map<Long, Long> handshakesBySecond() {
        Map<Long, Long> result = new TreeMap<>();
        handshakes.forEach(at -> result.merge(TimeUnit.NANOSECONDS.toSeconds(at - begun), 1L, Long::sum));
        return result;
    }
}
