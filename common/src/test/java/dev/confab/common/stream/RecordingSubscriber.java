package dev.confab.common.stream;

import dev.confab.common.error.ConfabException;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.Semaphore;
import java.util.concurrent.atomic.AtomicBoolean;
import org.jspecify.annotations.Nullable;

/** Keeps what it receives, and notices when it is called by two threads at once. */
class RecordingSubscriber implements StreamSubscriber {
    final List<StreamEvent> events = new CopyOnWriteArrayList<>();
    final List<String> violations = new CopyOnWriteArrayList<>();
    volatile @Nullable ConfabException lost;
    /** How often the catch-up still finds room: it asks before each page and before each event. */
    final Semaphore capacity = new Semaphore(Integer.MAX_VALUE);

    private final AtomicBoolean busy = new AtomicBoolean();

    @Override
    public void onEvent(DeliverableEvent event) {
        if (!busy.compareAndSet(false, true)) {
            violations.add("called by two threads at once");
        }
        if (lost != null) {
            violations.add("event after the end: " + event.seq());
        }
        events.add(event.event());
        busy.set(false);
    }

    @Override
    public boolean awaitCapacity() throws InterruptedException {
        capacity.acquire();
        return true;
    }

    @Override
    public void onLost(ConfabException cause) {
        if (!busy.compareAndSet(false, true) || lost != null) {
            violations.add("lost twice, or at the same time as an event");
        }
        lost = cause;
        busy.set(false);
    }

    List<Long> seqs() {
        List<Long> seqs = new ArrayList<>();
        events.forEach(event -> seqs.add(event.seq()));
        return seqs;
    }
}
