package dev.confab.common.outbox;

import java.util.Map;
import java.util.Objects;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/**
 * A record to be published. Equal only to itself, because its value is an array.
 *
 * @param topic created when it does not exist
 * @param key what the order is kept for, and what the work is shared among nodes by
 * @param value null is a tombstone: what a compacted topic holds under the key is forgotten
 * @param headers as text
 */
@SuppressWarnings("ArrayRecordComponent")
public record OutboxRecord(String topic, String key, byte @Nullable [] value, Map<String, String> headers) {
    private static final Pattern TOPIC = Pattern.compile("[A-Za-z0-9._-]{1,249}");
    private static final int LONGEST_KEY = 512;

    public OutboxRecord {
        Objects.requireNonNull(key);
        headers = Map.copyOf(headers);
        // What Kafka would refuse must not get as far as the table: it would hold up everything behind it.
        if (!TOPIC.matcher(topic).matches()) {
            throw new IllegalArgumentException("not the name of a topic: " + topic);
        }
        if (key.isEmpty() || key.length() > LONGEST_KEY || key.indexOf(0) >= 0) {
            throw new IllegalArgumentException("a key has 1 to " + LONGEST_KEY + " characters, none of them NUL");
        }
        headers.forEach((name, text) -> {
            if (name.isEmpty() || name.indexOf(0) >= 0 || text.indexOf(0) >= 0) {
                throw new IllegalArgumentException("a header has a name and no NUL");
            }
        });
    }

    /** About as many bytes as Kafka will count. */
    long size() {
        long size = 256 + 3L * key.length() + (value == null ? 0 : value.length);
        for (Map.Entry<String, String> header : headers.entrySet()) {
            size += 16 + 3L * (header.getKey().length() + header.getValue().length());
        }
        return size;
    }
}
