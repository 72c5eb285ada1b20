package dev.confab.common.kafka;

import java.util.List;
import org.apache.kafka.clients.consumer.ConsumerRecord;

/** Handles what a {@link GroupConsumer} has read. */
@FunctionalInterface
public interface BatchHandler {
    /**
     * Handles a batch: at least one record, those of a partition in their order. When it returns, all of them are done
     * for good and their offsets are committed; when it throws, none is, and the same records come again. They also come
     * again after a crash or when partitions move, so handling must be idempotent. A record that can never be handled
     * has to be put aside here: nothing is ever skipped.
     *
     * <p>Called on the consumer's own thread, outside of any Vert.x or request context; may block, for minutes at most.
     */
    void handle(List<ConsumerRecord<String, byte[]>> batch) throws Exception;
}
