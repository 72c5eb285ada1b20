package dev.confab.common.relay;

import dev.confab.common.stream.StreamEvent;
import java.util.Collection;
import java.util.List;
import java.util.UUID;

/** The shards of the outbox, and sets of them as bits of a number. */
final class RelayShards {
    static final int COUNT = 16;
    static final int ALL = (1 << COUNT) - 1;

    private RelayShards() {}

    /** As {@code stream_shard} of the database. */
    static int of(UUID streamId) {
        return (int) (streamId.getLeastSignificantBits() & (COUNT - 1));
    }

    static int ofAll(List<StreamEvent> events) {
        int shards = 0;
        for (StreamEvent event : events) {
            shards |= 1 << of(event.streamId());
        }
        return shards;
    }

    static int bits(Collection<Short> shards) {
        int bits = 0;
        for (short shard : shards) {
            bits |= 1 << shard;
        }
        return bits;
    }

    static Short[] array(int bits) {
        Short[] shards = new Short[Integer.bitCount(bits)];
        int at = 0;
        for (short shard = 0; shard < COUNT; shard++) {
            if ((bits & 1 << shard) != 0) {
                shards[at++] = shard;
            }
        }
        return shards;
    }
}
