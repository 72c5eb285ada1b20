package dev.confab.common.relay;

import dev.confab.common.stream.StreamEvent;
import java.util.List;

/** An outbox row with the events that it stands for; none if they are no longer kept. */
record OutboxNote(int shard, long id, List<StreamEvent> events) {}
