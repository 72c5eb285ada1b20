package dev.confab.common.outbox;

import dev.confab.common.error.ConfabException;
import dev.confab.common.error.ErrorCode;
import dev.confab.common.kafka.KafkaTopicConfig;
import dev.confab.common.transaction.CallerTransaction;
import io.quarkus.arc.All;
import jakarta.enterprise.context.ApplicationScoped;
import jakarta.inject.Inject;
import java.sql.Connection;
import java.sql.SQLException;
import java.util.List;

/**
 * Puts records into the service's outbox, in the caller's transaction. The relay publishes them after the commit, at least
 * once. For one key they are published in the order in which they were added; for that, transactions that add records with
 * the same key must exclude each other (by a lock on the row that the key names, taken before {@code add}), because their
 * order is otherwise that of their commits or of their calls, whichever way they overlapped.
 *
 * <p>Rows live for milliseconds while Kafka is there, and wait in the database while it is not.
 */
@ApplicationScoped
public class Outbox {
    private static final int ALL_SHARDS = (1 << 16) - 1;

    private final CallerTransaction callerTransaction;
    private final List<OutboxListener> listeners;
    private final long maxRecordSize;

    @Inject
    public Outbox(CallerTransaction callerTransaction, @All List<OutboxListener> listeners, KafkaTopicConfig topics) {
        this.callerTransaction = callerTransaction;
        this.listeners = listeners;
        this.maxRecordSize = topics.maxRecordSize().asLongValue();
    }

    /** Adds a record in the transaction of {@code @Transactional}. Blocking; fails where there is none. */
    public void add(OutboxRecord record) {
        add(List.of(record));
    }

    /** Adds records, in this order, in the transaction of {@code @Transactional}. Blocking; fails where there is none. */
    public void add(List<OutboxRecord> records) {
        if (records.isEmpty()) {
            return;
        }
        records.forEach(this::check);
        try (Connection connection = callerTransaction.connection()) {
            int shards = OutboxStore.add(connection, records);
            callerTransaction.afterCommit(() -> listeners.forEach(listener -> listener.onRecords(shards)));
        } catch (SQLException failure) {
            throw ConfabException.of(failure);
        }
    }

    /**
     * Adds records, in this order, in the transaction of this connection, for callers whose transactions are plain SQL:
     * they call {@link #committed()} afterwards. Blocking.
     */
    public void add(Connection connection, List<OutboxRecord> records) throws SQLException {
        if (!records.isEmpty()) {
            records.forEach(this::check);
            var _ = OutboxStore.add(connection, records);
        }
    }

    /**
     * A transaction with records, added by {@link #add(Connection, List)}, has been committed. Never blocks. Without this
     * call the records wait for the relay's next look, {@code confab.relay.poll-interval}.
     */
    public void committed() {
        listeners.forEach(listener -> listener.onRecords(ALL_SHARDS));
    }

    /** A record that Kafka refuses would be tried for ever, and hold up all that come after it. */
    private void check(OutboxRecord record) {
        if (record.size() > maxRecordSize) {
            throw new ConfabException(
                    ErrorCode.PAYLOAD_TOO_LARGE, "A record for Kafka is larger than " + maxRecordSize + " bytes.");
        }
    }
}
