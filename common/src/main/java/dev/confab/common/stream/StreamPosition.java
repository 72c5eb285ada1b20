package dev.confab.common.stream;

import java.util.Objects;

/**
 * A place in a stream that a client can keep for as long as it likes.
 *
 * @param epoch names the stream's incarnation; positions of different epochs cannot be compared. Opaque to clients
 * @param seq the last event seen; 0 is before the first one
 */
public record StreamPosition(String epoch, long seq) {
    public StreamPosition {
        Objects.requireNonNull(epoch);
        if (seq < 0) {
            throw new IllegalArgumentException("negative seq: " + seq);
        }
    }
}
