package dev.confab.chat.search;

import dev.confab.common.error.ConfabException;
import dev.confab.common.stream.CommitListener;
import dev.confab.common.stream.StreamEvent;
import dev.confab.common.stream.StreamKind;
import io.quarkus.runtime.Startup;
import io.quarkus.scheduler.Scheduled;
import io.smallrye.common.annotation.RunOnVirtualThread;
import jakarta.enterprise.context.ApplicationScoped;
import java.util.List;
import java.util.Set;
import java.util.UUID;
import java.util.concurrent.ConcurrentHashMap;
import org.jboss.logging.Logger;

/**
 * Keeps the index behind the log, and costs those who post nothing. A node remembers the rooms in which it stored
 * something and indexes them soon; what it still had in memory when it died is found by the sweep that every node does at
 * its start and from time to time.
 */
@Startup
@ApplicationScoped
class SearchIndexService implements CommitListener {

    private static final Logger LOG = Logger.getLogger(SearchIndexService.class);

    /** Rooms beyond this number are left to the sweep. */
    private static final int MAX_DIRTY = 100_000;

    private static final int ROOMS_AT_ONCE = 200;

    private final Set<UUID> dirty = ConcurrentHashMap.newKeySet();
    private final SearchIndexRepository index;
    private final SearchConfig config;

    SearchIndexService(SearchIndexRepository index, SearchConfig config) {
        this.index = index;
        this.config = config;
    }

    @Override
    public void onCommitted(List<StreamEvent> events) {
        UUID last = null;
        for (StreamEvent event : events) {
            if (event.kind() == StreamKind.ROOM && !event.streamId().equals(last)) {
                last = event.streamId();
                add(last);
            }
        }
    }

    private void add(UUID room) {
        if (dirty.size() < MAX_DIRTY) {
            dirty.add(room);
        }
    }

    @Scheduled(
            identity = "search-index",
            every = "${confab.search.interval}",
            concurrentExecution = Scheduled.ConcurrentExecution.SKIP)
    @RunOnVirtualThread
    void indexDirty() {
        if (!config.enabled()) {
            dirty.clear();
            return;
        }
        List<UUID> rooms = List.copyOf(dirty);
        for (int from = 0; from < rooms.size(); from += ROOMS_AT_ONCE) {
            List<UUID> some = rooms.subList(from, Math.min(rooms.size(), from + ROOMS_AT_ONCE));
            // Forgotten before they are read: what is stored there meanwhile is for the next round.
            some.forEach(dirty::remove);
            try {
                indexAll(some);
            } catch (RuntimeException failure) {
                some.forEach(this::add);
                if (ConfabException.of(failure).code().temporary()) {
                    LOG.warnf("Rooms could not be indexed for search, trying again: %s", failure.getMessage());
                    return;
                }
                some.forEach(this::indexAlone);
            }
        }
    }

    /** So that one room in which something is wrong does not keep others from being found. */
    private void indexAlone(UUID room) {
        dirty.remove(room);
        try {
            indexAll(List.of(room));
        } catch (RuntimeException failure) {
            add(room);
            LOG.warnf("Room %s could not be indexed for search, trying again: %s", room, failure.getMessage());
        }
    }

    @Scheduled(
            identity = "search-sweep",
            every = "${confab.search.sweep}",
            concurrentExecution = Scheduled.ConcurrentExecution.SKIP)
    @RunOnVirtualThread
    void sweep() {
        if (!config.enabled()) {
            return;
        }
        try {
            index.behind(config.language(), MAX_DIRTY).forEach(this::add);
        } catch (RuntimeException failure) {
            LOG.warnf("The sweep of the search index failed, the next one will do: %s", failure.getMessage());
        }
    }

    /** Indexes rooms up to their tops, as far as no other node is doing so. */
    void indexAll(List<UUID> rooms) {
        List<UUID> left = rooms;
        while (!left.isEmpty()) {
            left = index.index(left, config.language(), config.batch());
        }
    }
}
