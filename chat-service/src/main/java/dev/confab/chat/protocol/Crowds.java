package dev.confab.chat.protocol;

import com.github.benmanes.caffeine.cache.Cache;
import com.github.benmanes.caffeine.cache.Caffeine;
import dev.confab.chat.presence.PresenceConfig;
import dev.confab.chat.presence.PresenceService;
import dev.confab.chat.presence.PresentUser;
import dev.confab.common.connection.OutboundFrame;
import io.vertx.core.Vertx;
import jakarta.annotation.PostConstruct;
import jakarta.enterprise.context.ApplicationScoped;
import java.time.Duration;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.UUID;
import java.util.concurrent.ConcurrentHashMap;

/**
 * Bounds what presence and typing cost in rooms with many connections, where each of them would tell all others of its
 * coming and going. In a crowd nobody is told of single people; who looks (asked who is there, and did not look away) is
 * told how many are there now, at most once per interval, and that somebody types, at most twice a second.
 */
@ApplicationScoped
class Crowds {

    private static final Duration LIST_KEPT = Duration.ofSeconds(1);
    private static final long TYPING_PAUSE = Duration.ofMillis(500).toNanos();
    private static final int ROOMS_KEPT = 1_000;

    private final RoomAudience audience;
    private final PresenceService presence;
    private final PresenceConfig config;
    private final Vertx vertx;
    /** The newest counts that nobody has been told yet. */
    private final Map<UUID, Integer> counts = new ConcurrentHashMap<>();

    private final Map<UUID, Long> typed = new ConcurrentHashMap<>();
    private final Cache<UUID, List<PresentUser>> lists = Caffeine.newBuilder()
            .expireAfterWrite(LIST_KEPT)
            .maximumSize(ROOMS_KEPT)
            .build();

    Crowds(RoomAudience audience, PresenceService presence, PresenceConfig config, Vertx vertx) {
        this.audience = audience;
        this.presence = presence;
        this.config = config;
        this.vertx = vertx;
    }

    @PostConstruct
    void start() {
        vertx.setPeriodic(Math.max(1, config.crowdInterval().toMillis()), ignored -> tellCounts());
    }

    /** Whether so many connections of this node are in the room. */
    boolean isCrowd(UUID room) {
        return audience.of(room).size() > config.smallRoom();
    }

    /** So many people are in a room now; who looks at a crowd, or from outside, is told soon. Never blocks. */
    void count(UUID room, int count) {
        counts.put(room, count);
    }

    /** Whether it may be told again already that somebody types in a crowded room. Never blocks. */
    boolean mayTellTyping(UUID room) {
        long now = System.nanoTime();
        Long last = typed.get(room);
        if (last != null && now - last < TYPING_PAUSE) {
            return false;
        }
        return last == null ? typed.putIfAbsent(room, now) == null : typed.replace(room, last, now);
    }

    /** Who is online, by name; in a crowd as of a moment ago, so that many who ask at once cost one question. Blocks. */
    List<PresentUser> present(UUID room) {
        return isCrowd(room) ? lists.get(room, presence::inRoom) : presence.inRoom(room);
    }

    private void tellCounts() {
        long now = System.nanoTime();
        typed.values().removeIf(last -> now - last >= TYPING_PAUSE);
        counts.forEach((room, count) -> {
            if (counts.remove(room, count)) {
                tell(room, count);
            }
        });
    }

    private void tell(UUID room, int count) {
        Map<ProtocolCodec, Optional<OutboundFrame>> encoded = new HashMap<>();
        if (isCrowd(room)) {
            for (JoinedRoom joined : audience.of(room)) {
                if (joined.looks()) {
                    tell(joined, count, encoded);
                }
            }
        }
        audience.onlookers(room).forEach(joined -> tell(joined, count, encoded));
    }

    private static void tell(JoinedRoom joined, int count, Map<ProtocolCodec, Optional<OutboundFrame>> encoded) {
        encoded.computeIfAbsent(
                        joined.session().codec(),
                        codec -> Optional.ofNullable(codec.encode(
                                new ServerFrame.PresenceCounted(joined.room().name(), count))))
                .ifPresent(joined.session().connection()::send);
    }
}
