package dev.confab.common.redis;

import dev.confab.common.MutinyOutsideQuarkus;
import io.smallrye.config.SmallRyeConfigBuilder;
import io.vertx.core.Vertx;
import io.vertx.redis.client.Redis;
import io.vertx.redis.client.RedisOptions;
import java.time.Duration;
import java.util.Map;

/** One node's link to Redis without the rest of the node, so that a test can have several. */
public final class TestNode implements AutoCloseable {
    static {
        MutinyOutsideQuarkus.prepare();
    }

    private final Vertx vertx = Vertx.vertx();
    private final RedisLink link;
    private final RedisSubscriptions subscriptions;

    public TestNode(String redisUrl) {
        this(redisUrl, Duration.ofSeconds(10));
    }

    /**
     * @param commandTimeout after which a command without an answer means that Redis hangs
     */
    public TestNode(String redisUrl, Duration commandTimeout) {
        Redis redis = Redis.createClient(vertx, new RedisOptions().setConnectionString(redisUrl));
        RedisLinkConfig config = config(
                RedisLinkConfig.class,
                Map.of(
                        "confab.redis.command-timeout",
                        commandTimeout.toMillis() + "ms",
                        "confab.redis.max-reconnect-delay",
                        "200ms"));
        link = new RedisLink(redis, vertx, config);
        link.start();
        subscriptions = new RedisSubscriptions(redis, link, vertx, config);
        subscriptions.start();
    }

    /** A configuration with its defaults but for the given values. */
    public static <T> T config(Class<T> type, Map<String, String> values) {
        return new SmallRyeConfigBuilder()
                .withMapping(type)
                .addDiscoveredConverters()
                .withDefaultValues(values)
                .build()
                .getConfigMapping(type);
    }

    public Vertx vertx() {
        return vertx;
    }

    public RedisLink link() {
        return link;
    }

    public RedisSubscriptions subscriptions() {
        return subscriptions;
    }

    @Override
    public void close() {
        vertx.close().toCompletionStage().toCompletableFuture().join();
    }
}
