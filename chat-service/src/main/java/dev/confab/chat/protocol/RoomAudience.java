package dev.confab.chat.protocol;

import jakarta.enterprise.context.ApplicationScoped;
import java.util.Map;
import java.util.Set;
import java.util.UUID;
import java.util.concurrent.ConcurrentHashMap;
import org.jspecify.annotations.Nullable;

/**
 * Who on this node has joined which room, for what travels outside of the streams; and who watches one from outside and
 * wants to know how many are there.
 */
@ApplicationScoped
class RoomAudience {

    private final Map<UUID, Set<JoinedRoom>> rooms = new ConcurrentHashMap<>();
    private final Map<UUID, Set<JoinedRoom>> watched = new ConcurrentHashMap<>();

    void add(JoinedRoom joined) {
        side(joined).compute(joined.room().id(), (id, present) -> {
            Set<JoinedRoom> audience = present == null ? ConcurrentHashMap.newKeySet() : present;
            audience.add(joined);
            return audience;
        });
    }

    void remove(JoinedRoom joined) {
        side(joined).computeIfPresent(joined.room().id(), (id, audience) -> {
            audience.remove(joined);
            return audience.isEmpty() ? null : audience;
        });
    }

    private Map<UUID, Set<JoinedRoom>> side(JoinedRoom joined) {
        return joined.watching() ? watched : rooms;
    }

    /** Who watches a room and wants to know how many people are there. */
    Set<JoinedRoom> onlookers(UUID roomId) {
        @Nullable Set<JoinedRoom> onlookers = watched.get(roomId);
        return onlookers == null ? Set.of() : onlookers;
    }

    Set<JoinedRoom> of(UUID roomId) {
        @Nullable Set<JoinedRoom> audience = rooms.get(roomId);
        return audience == null ? Set.of() : audience;
    }
}
