package dev.confab.common.redis;

import io.vertx.core.Future;
import io.vertx.redis.client.Redis;
import io.vertx.redis.client.RedisConnection;
import java.util.concurrent.TimeUnit;

/** Opens connections to Redis. */
final class RedisConnections {
    private static final long PATIENCE_SECONDS = 10;

    private RedisConnections() {}

    /**
     * A connection, or a failure when there is none in time: the client never answers when the server refuses its greeting,
     * as one does that has too many connections.
     */
    static Future<RedisConnection> open(Redis redis) {
        Future<RedisConnection> connecting = redis.connect();
        Future<RedisConnection> inTime = connecting.timeout(PATIENCE_SECONDS, TimeUnit.SECONDS);
        inTime.onFailure(_ -> connecting.onSuccess(RedisConnection::close));
        return inTime;
    }
}
