package dev.confab.common.redis;

import io.quarkus.runtime.ShutdownEvent;
import io.vertx.core.Vertx;
import io.vertx.redis.client.Command;
import io.vertx.redis.client.Redis;
import io.vertx.redis.client.RedisConnection;
import io.vertx.redis.client.Request;
import io.vertx.redis.client.Response;
import jakarta.annotation.PostConstruct;
import jakarta.enterprise.context.ApplicationScoped;
import jakarta.enterprise.event.Observes;
import java.util.Map;
import java.util.UUID;
import java.util.concurrent.ConcurrentHashMap;
import java.util.function.Consumer;
import org.jboss.logging.Logger;
import org.jspecify.annotations.Nullable;

/**
 * The node's subscriptions to Redis channels, over one connection that is opened again whenever it breaks.
 *
 * <p>At most once: what is published while the connection is down is missed. Consumers are called on an event loop, one
 * message at a time and in the order of publication, and must not block.
 *
 * <p>The node also publishes a beat to a channel of its own; when its echo stays away although commands work, the connection
 * is taken for dead and replaced.
 */
@ApplicationScoped
public class RedisSubscriptions {

    private static final Logger LOG = Logger.getLogger(RedisSubscriptions.class);
    private static final long BEAT_MILLIS = 5_000;
    private static final long SILENCE_NANOS = 3 * BEAT_MILLIS * 1_000_000;

    private final Redis redis;
    private final RedisLink link;
    private final Vertx vertx;
    private final RedisLinkConfig config;
    private final Map<String, Consumer<String>> consumers = new ConcurrentHashMap<>();
    private final String beatChannel = "confab:beat:" + UUID.randomUUID();
    private volatile @Nullable RedisConnection connection;
    private volatile long lastHeard = System.nanoTime();
    private volatile boolean closed;

    RedisSubscriptions(Redis redis, RedisLink link, Vertx vertx, RedisLinkConfig config) {
        this.redis = redis;
        this.link = link;
        this.vertx = vertx;
        this.config = config;
    }

    @PostConstruct
    void start() {
        consumers.put(beatChannel, beat -> {});
        vertx.runOnContext(ignored -> connect());
        vertx.setPeriodic(BEAT_MILLIS, ignored -> beat());
    }

    void stop(@Observes ShutdownEvent event) {
        closed = true;
        RedisConnection current = connection;
        connection = null;
        if (current != null) {
            current.close();
        }
    }

    /** Hands each message of a channel to a consumer from now on. One consumer per channel. */
    public void subscribe(String channel, Consumer<String> consumer) {
        consumers.put(channel, consumer);
        RedisConnection current = connection;
        if (current != null) {
            current.send(Request.cmd(Command.SUBSCRIBE).arg(channel));
        }
    }

    /** Publishes a message to all nodes, this one included, and forgets it: nobody learns of a failure. */
    public void publish(String channel, String message) {
        link.send(Request.cmd(Command.PUBLISH).arg(channel).arg(message))
                .subscribe()
                .with(receivers -> {}, failure -> LOG.debugf("Not published to %s: %s", channel, failure.getMessage()));
    }

    private void beat() {
        if (closed || !link.isUp()) {
            return;
        }
        RedisConnection current = connection;
        if (current != null && System.nanoTime() - lastHeard > SILENCE_NANOS) {
            LOG.warn("The subscriptions to Redis went silent; opening them again");
            lost(current);
            return;
        }
        publish(beatChannel, "");
    }

    private void connect() {
        if (closed) {
            return;
        }
        RedisConnections.open(redis).onComplete(result -> {
            if (result.failed()) {
                reconnectLater();
                return;
            }
            RedisConnection opened = result.result();
            opened.handler(this::received);
            opened.exceptionHandler(cause -> lost(opened));
            opened.endHandler(ignored -> lost(opened));
            lastHeard = System.nanoTime();
            connection = opened;
            Request subscribe = Request.cmd(Command.SUBSCRIBE);
            consumers.keySet().forEach(subscribe::arg);
            opened.send(subscribe).onFailure(cause -> lost(opened));
        });
    }

    private void received(@Nullable Response push) {
        lastHeard = System.nanoTime();
        if (push == null || push.size() != 3 || !"message".equals(push.get(0).toString())) {
            return;
        }
        Consumer<String> consumer = consumers.get(push.get(1).toString());
        if (consumer == null) {
            return;
        }
        try {
            consumer.accept(push.get(2).toString());
        } catch (RuntimeException e) {
            LOG.errorf(e, "A message of the channel %s was dropped", push.get(1));
        }
    }

    private void lost(RedisConnection which) {
        if (connection != which) {
            return;
        }
        connection = null;
        which.close();
        if (!closed) {
            reconnectLater();
        }
    }

    private void reconnectLater() {
        vertx.setTimer(Math.max(1, config.maxReconnectDelay().toMillis() / 4), ignored -> connect());
    }
}
