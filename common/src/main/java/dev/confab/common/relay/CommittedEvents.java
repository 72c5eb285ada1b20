package dev.confab.common.relay;

import dev.confab.common.stream.StreamEvent;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Optional;
import java.util.UUID;

/**
 * What this node has committed and not published yet, so that the relay need not read it back from the database. Bounded in
 * bytes: the oldest are forgotten first and are read after all. Thread-safe.
 */
final class CommittedEvents {
    private static final int OVERHEAD = 256;

    private final long maxBytes;
    private final LinkedHashMap<Place, StreamEvent> events = new LinkedHashMap<>();
    private long bytes;

    private record Place(UUID streamId, long seq) {}

    CommittedEvents(long maxBytes) {
        this.maxBytes = maxBytes;
    }

    synchronized void add(StreamEvent event) {
        if (events.put(new Place(event.streamId(), event.seq()), event) == null) {
            bytes += weight(event);
        }
        var oldest = events.entrySet().iterator();
        while (bytes > maxBytes && oldest.hasNext()) {
            bytes -= weight(oldest.next().getValue());
            oldest.remove();
        }
    }

    /**
     * All events of a note in their order; empty when some are not here, when the stream is gone, or when the database holds
     * another history than the one that these were committed to.
     */
    synchronized Optional<List<StreamEvent>> of(OutboxNote note) {
        List<StreamEvent> found = new ArrayList<>();
        for (long seq = note.fromSeq(); seq <= note.toSeq(); seq++) {
            StreamEvent event = events.get(new Place(note.streamId(), seq));
            if (event == null || !event.epoch().equals(note.epoch())) {
                return Optional.empty();
            }
            found.add(event);
        }
        return Optional.of(found);
    }

    /** These are published. */
    synchronized void forget(List<OutboxNote> notes) {
        for (OutboxNote note : notes) {
            for (long seq = note.fromSeq(); seq <= note.toSeq(); seq++) {
                StreamEvent published = events.remove(new Place(note.streamId(), seq));
                if (published != null) {
                    bytes -= weight(published);
                }
            }
        }
    }

    /** What waits longer than for one round is read after all: meanwhile a message may have been deleted. */
    synchronized void forgetAll() {
        events.clear();
        bytes = 0;
    }

    private static long weight(StreamEvent event) {
        return OVERHEAD + 2L * event.data().length();
    }
}
