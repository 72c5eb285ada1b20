package dev.confab.common.deadletter;

import dev.confab.common.error.ConfabException;
import dev.confab.common.event.MalformedEventException;
import dev.confab.common.kafka.RecordHeaders;
import dev.confab.common.outbox.OutboxRecord;
import java.util.Arrays;
import java.util.HashMap;
import java.util.Map;
import org.apache.kafka.clients.consumer.ConsumerRecord;

/**
 * A record that can never be handled, on its way to a topic of such records: the value as it was (its first MiB, if it is
 * larger, with the header {@code x-truncated}), and headers that say what is wrong and where it came from.
 *
 * @param code why it cannot be handled, a stable code
 * @param reason the same for people; may hold strangers' text
 */
public record DeadLetter(ConsumerRecord<String, byte[]> record, String code, String reason) {
    /** A record is published again with headers about it, which must fit in as well: the outbox refuses what does not. */
    private static final int LARGEST_VALUE = 1 << 20;

    private static final int LONGEST_REASON = 500;
    private static final int LONGEST_KEY = 100;

    /** Of a record that nobody can read. */
    public static DeadLetter unreadable(
            ConsumerRecord<String, byte[]> record, String code, MalformedEventException malformed) {
        return new DeadLetter(record, code, String.valueOf(malformed.getMessage()));
    }

    /** Of a record whose content is refused. */
    public static DeadLetter refused(ConsumerRecord<String, byte[]> record, Throwable failure) {
        ConfabException cause = ConfabException.of(failure);
        return new DeadLetter(record, cause.code().code(), cause.detail());
    }

    /** To a topic of this record's own kind, under the key that it had. */
    public OutboxRecord onTopic(String topic) {
        String key = record.key();
        boolean usable = key != null && !key.isEmpty() && key.length() <= LONGEST_KEY;
        return on(topic, usable ? printable(key) : "unreadable");
    }

    /** To a topic for records of several topics. Known by its place, so that those of one partition stay in order. */
    public OutboxRecord onSharedTopic(String topic) {
        return on(topic, record.topic() + "-" + record.partition());
    }

    /** For logs: the place and what is wrong. */
    @Override
    public String toString() {
        return "offset %d of %s-%d: %s, %s"
                .formatted(record.offset(), record.topic(), record.partition(), code, printable(reason));
    }

    private OutboxRecord on(String topic, String key) {
        Map<String, String> headers = new HashMap<>();
        headers.put(RecordHeaders.ERROR_CODE, code);
        headers.put(RecordHeaders.ERROR_MESSAGE, printable(reason));
        headers.put("x-source-topic", record.topic());
        headers.put("x-source-partition", Integer.toString(record.partition()));
        headers.put("x-source-offset", Long.toString(record.offset()));
        String requestId = RecordHeaders.text(record.headers(), RecordHeaders.REQUEST_ID);
        if (requestId != null) {
            headers.put(RecordHeaders.REQUEST_ID, printable(requestId));
        }
        byte[] value = record.value();
        if (value != null && value.length > LARGEST_VALUE) {
            value = Arrays.copyOf(value, LARGEST_VALUE);
            headers.put("x-truncated", "true");
        }
        return new OutboxRecord(topic, key, value, headers);
    }

    /** Strangers' text, as every header and log takes it. */
    private static String printable(String text) {
        String plain = text.replaceAll("[^\\x20-\\x7e]", "?");
        return plain.length() <= LONGEST_REASON ? plain : plain.substring(0, LONGEST_REASON);
    }
}
