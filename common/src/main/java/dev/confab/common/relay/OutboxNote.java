package dev.confab.common.relay;

import java.util.UUID;
import org.jspecify.annotations.Nullable;

/**
 * An outbox row: these events of a stream are to be published.
 *
 * @param epoch the stream's present epoch; null when the stream is gone
 */
record OutboxNote(
        int shard, long id, UUID streamId, @Nullable String epoch, long fromSeq, long toSeq) {
    long count() {
        return toSeq - fromSeq + 1;
    }
}
