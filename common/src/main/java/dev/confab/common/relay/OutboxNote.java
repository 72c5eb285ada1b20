package dev.confab.common.relay;

import java.util.UUID;

/** An outbox row: these events of a stream are to be published. */
record OutboxNote(int shard, long id, UUID streamId, long fromSeq, long toSeq) {
    long count() {
        return toSeq - fromSeq + 1;
    }
}
