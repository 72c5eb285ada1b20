package dev.confab.common.stream;

import io.smallrye.mutiny.Uni;
import jakarta.enterprise.context.ApplicationScoped;
import java.util.Collection;
import java.util.List;
import java.util.Map;
import java.util.UUID;

/** Stores events at the end of streams and reads them back. */
@ApplicationScoped
public class StreamLog {
    /**
     * Stores an event together with others that wait, in one transaction. Never blocks the caller. The request is queued
     * by this call, not by the subscription. The result arrives after the commit, on a thread of the log: move elsewhere
     * for anything that blocks. Requests of one thread for one stream are stored in the order of the calls. Fails with a
     * {@code ConfabException}: OVERLOADED (refused, nothing stored), UNAVAILABLE (the database did not answer in time;
     * whether the event is stored is unknown, repeat with the same client id), INVALID_REQUEST (the database does not
     * accept the content).
     */
    public Uni<AppendResult> append(AppendRequest request) {
        throw new UnsupportedOperationException();
    }

    /** Makes an empty stream in the caller's transaction. Blocking. */
    public void create(UUID streamId, StreamKind kind, String name) {
        throw new UnsupportedOperationException();
    }

    /**
     * Stores an event in the caller's transaction, and distributes it after that commit. Blocking. It locks the stream
     * until the transaction ends, so do it last (several streams: in the order of their ids) and commit soon. A client id
     * that was used before fails with CONFLICT, an unknown stream with NOT_FOUND.
     */
    public StreamEvent appendInTransaction(AppendRequest request) {
        throw new UnsupportedOperationException();
    }

    /** The first events after the given seq, ascending, at most {@code limit}. Blocking. */
    public List<StreamEvent> read(UUID streamId, long afterSeq, int limit) {
        throw new UnsupportedOperationException();
    }

    /** The last events of a type below the given seq, newest first, at most {@code limit}. Blocking. */
    public List<StreamEvent> readBackwards(UUID streamId, String type, long beforeSeq, int limit) {
        throw new UnsupportedOperationException();
    }

    /** The tops of the given streams; those that do not exist are absent. Blocking, one query. */
    public Map<UUID, StreamPosition> positions(Collection<UUID> streamIds) {
        throw new UnsupportedOperationException();
    }
}
