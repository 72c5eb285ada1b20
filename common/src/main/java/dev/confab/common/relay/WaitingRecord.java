package dev.confab.common.relay;

import dev.confab.common.outbox.OutboxRecord;

/** A row of the outbox of records. */
record WaitingRecord(int shard, long id, OutboxRecord record) {
    private static final long OVERHEAD = 256;

    /** As {@code relay_records} of the database counts. */
    long weight() {
        byte[] value = record.value();
        return OVERHEAD + (value == null ? 0 : value.length);
    }
}
