package dev.confab.chat.search;

import dev.confab.common.error.ConfabException;
import dev.confab.common.stream.CommitListener;
import dev.confab.common.stream.StreamEvent;
import dev.confab.common.stream.StreamKind;
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
@ApplicationScoped
class SearchIndexService implements CommitListener {

    private static final Logger LOG = Logger.getLogger(SearchIndexService.class);

    /** Rooms beyond this number are left to the sweep. */
    private static final int MAX_DIRTY = 100_000;

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
        for (UUID room : List.copyOf(dirty)) {
            // Forgotten before it is read: what is stored there meanwhile is for the next round.
            dirty.remove(room);
            try {
                indexAll(room);
            } catch (RuntimeException failure) {
                add(room);
                LOG.warnf("A room could not be indexed for search, trying again: %s", failure.getMessage());
                if (ConfabException.of(failure).code().temporary()) {
                    return;
                }
            }
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

    /** Indexes a room up to its top, as far as no other node is doing so. */
    void indexAll(UUID room) {
        while (index.index(room, config.language(), config.batch())) {
            LOG.tracef("More of room %s is to be indexed", room);
        }
    }
}
