package dev.confab.common.relay;

import dev.confab.common.outbox.OutboxRecord;

/** A row of the outbox of records. */
record WaitingRecord(int shard, long id, OutboxRecord record) {}
