package dev.confab.client.connection;

import java.time.Duration;
import java.util.HashMap;
import java.util.Map;
import java.util.function.Predicate;

/**
 * Tells the server how far the user has seen each room: at most once a second, the newest state only, and again over a
 * new link as long as no event of the user's own stream has confirmed it. Used on the loop only.
 */
final class SeenReport {
    private static final Duration PAUSE = Duration.ofSeconds(1);

    private final Line line;
    /** Not confirmed yet, by room. */
    private final Map<String, Long> seen = new HashMap<>();

    private final Map<String, Long> unsent = new HashMap<>();
    private boolean pausing;

    SeenReport(Line line) {
        this.line = line;
    }

    void seen(String room, long seq) {
        if (seq > seen.getOrDefault(room, 0L)) {
            seen.put(room, seq);
            unsent.put(room, seq);
            report();
        }
    }

    /** The marker has come to {@code seq}, on whatever device. */
    void confirmed(String room, long seq) {
        seen.computeIfPresent(room, (name, last) -> last <= seq ? null : last);
    }

    /** These rooms are joined on a new link. */
    void resumed(Predicate<String> joined) {
        seen.forEach((room, seq) -> {
            if (joined.test(room)) {
                unsent.put(room, seq);
            }
        });
        report();
    }

    void linkLost() {
        pausing = false;
        unsent.clear();
    }

    void left(String room) {
        seen.remove(room);
        unsent.remove(room);
    }

    private void report() {
        if (pausing || unsent.isEmpty() || line.session() == null) {
            return;
        }
        line.send(FrameCodec.seen(unsent));
        unsent.clear();
        pausing = true;
        line.laterOnThisLink(PAUSE, () -> {
            pausing = false;
            report();
        });
    }
}
