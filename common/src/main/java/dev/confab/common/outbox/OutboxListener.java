package dev.confab.common.outbox;

/** Hears that records wait to be published. It only makes things faster: nothing relies on it. */
@FunctionalInterface
public interface OutboxListener {
    /**
     * After the commit. Must neither block nor throw.
     *
     * @param shards of the outbox, as bits
     */
    void onRecords(int shards);
}
