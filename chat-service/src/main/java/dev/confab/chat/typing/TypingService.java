package dev.confab.chat.typing;

import dev.confab.common.redis.RedisSubscriptions;
import io.quarkus.arc.All;
import io.quarkus.runtime.Startup;
import io.vertx.core.Vertx;
import jakarta.annotation.PostConstruct;
import jakarta.enterprise.context.ApplicationScoped;
import java.time.Instant;
import java.time.InstantSource;
import java.util.List;
import java.util.Map;
import java.util.UUID;
import java.util.concurrent.ConcurrentHashMap;
import org.jspecify.annotations.Nullable;

/**
 * Passes on who is typing, to this node at once and to the others through Redis. Best effort: without Redis it works within
 * each node. Every node ends by itself what is not renewed, so nobody types for ever because a node died.
 *
 * <p>Never blocks.
 */
@Startup
@ApplicationScoped
public class TypingService {

    private static final String CHANNEL = "confab:typing";
    private static final long SWEEP_MILLIS = 250;

    /** Somebody in a room. */
    private record Typist(UUID roomId, UUID userId) {}

    /** Until when, and when it was passed on last. */
    private record Spell(String username, Instant until, Instant passedOn) {}

    private final RedisSubscriptions subscriptions;
    private final List<TypingListener> listeners;
    private final TypingConfig config;
    private final Vertx vertx;
    private final InstantSource clock;
    private final String node = UUID.randomUUID().toString();
    private final Map<Typist, Spell> spells = new ConcurrentHashMap<>();

    TypingService(
            RedisSubscriptions subscriptions,
            @All List<TypingListener> listeners,
            TypingConfig config,
            Vertx vertx,
            InstantSource clock) {
        this.subscriptions = subscriptions;
        this.listeners = listeners;
        this.config = config;
        this.vertx = vertx;
        this.clock = clock;
    }

    @PostConstruct
    void start() {
        subscriptions.subscribe(CHANNEL, this::received);
        vertx.setPeriodic(SWEEP_MILLIS, ignored -> sweep());
    }

    /** A user of this node began, goes on, or stopped. What says nothing new is not passed on. */
    public void typing(UUID roomId, UUID userId, String username, boolean typing) {
        TypingNotice notice = new TypingNotice(roomId, userId, username, typing);
        if (apply(notice)) {
            subscriptions.publish(CHANNEL, notice.encode(node));
        }
    }

    private void received(String message) {
        TypingNotice notice = TypingNotice.decode(message, node);
        if (notice != null) {
            apply(notice);
        }
    }

    /** Tells the listeners if there is something to tell. */
    private boolean apply(TypingNotice notice) {
        Typist typist = new Typist(notice.roomId(), notice.userId());
        boolean news = notice.typing() ? begin(typist, notice.username()) : spells.remove(typist) != null;
        if (news) {
            listeners.forEach(listener -> listener.onTyping(notice));
        }
        return news;
    }

    private boolean begin(Typist typist, String username) {
        if (spells.size() >= config.maxTyping() && !spells.containsKey(typist)) {
            return false;
        }
        Instant now = clock.instant();
        boolean[] news = {false};
        spells.compute(typist, (key, spell) -> {
            news[0] = isNews(spell, now);
            Instant passedOn = spell == null || news[0] ? now : spell.passedOn();
            return new Spell(username, now.plus(config.timeout()), passedOn);
        });
        return news[0];
    }

    private boolean isNews(@Nullable Spell spell, Instant now) {
        return spell == null || !now.isBefore(spell.passedOn().plus(config.renewal()));
    }

    private void sweep() {
        Instant now = clock.instant();
        spells.forEach((typist, spell) -> {
            if (!now.isBefore(spell.until()) && spells.remove(typist, spell)) {
                TypingNotice end = new TypingNotice(typist.roomId(), typist.userId(), spell.username(), false);
                listeners.forEach(listener -> listener.onTyping(end));
            }
        });
    }
}
