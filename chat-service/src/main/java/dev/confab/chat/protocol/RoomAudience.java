package dev.confab.chat.protocol;

import jakarta.enterprise.context.ApplicationScoped;
import java.util.Map;
import java.util.Set;
import java.util.UUID;
import java.util.concurrent.ConcurrentHashMap;
import org.jspecify.annotations.Nullable;

/** Who on this node has joined which room, for what travels outside of the streams. */
@ApplicationScoped
class RoomAudience {

    private final Map<UUID, Set<JoinedRoom>> rooms = new ConcurrentHashMap<>();

    void add(JoinedRoom joined) {
        rooms.compute(joined.room().id(), (id, present) -> {
            Set<JoinedRoom> audience = present == null ? ConcurrentHashMap.newKeySet() : present;
            audience.add(joined);
            return audience;
        });
    }

    void remove(JoinedRoom joined) {
        rooms.computeIfPresent(joined.room().id(), (id, audience) -> {
            audience.remove(joined);
            return audience.isEmpty() ? null : audience;
        });
    }

    Set<JoinedRoom> of(UUID roomId) {
        @Nullable Set<JoinedRoom> audience = rooms.get(roomId);
        return audience == null ? Set.of() : audience;
    }
}
