package dev.confab.common.online;

import dev.confab.common.redis.RedisScript;

/**
 * The people of one shard as atomic steps in Redis.
 *
 * <p>Three keys per shard, sharing a hash tag: a sorted set of leases {@code user/connection} by expiry, a hash with the number
 * of leases per user, and a sorted set of users by the time at which their last lease ended. Whatever is asked, lapsed leases
 * are swept first, so nobody's state depends on who looks when.
 */
final class OnlineScripts {

    private static final String PRELUDE = """
            local leases, counts, seen = KEYS[1], KEYS[2], KEYS[3]
            local lease, remember = tonumber(ARGV[1]), tonumber(ARGV[2])
            local time = redis.call('TIME')
            local now = time[1] * 1000 + math.floor(time[2] / 1000)
            local function saw(user, at)
              if at > tonumber(redis.call('ZSCORE', seen, user) or 0) then redis.call('ZADD', seen, at, user) end
            end
            local function drop(user, at)
              if redis.call('HINCRBY', counts, user, -1) <= 0 then redis.call('HDEL', counts, user) end
              saw(user, at)
            end
            local function sweep()
              for _, member in ipairs(redis.call('ZRANGEBYSCORE', leases, '-inf', now, 'LIMIT', 0, 1000)) do
                local expired = tonumber(redis.call('ZSCORE', leases, member))
                redis.call('ZREM', leases, member)
                drop(string.match(member, '^[^/]+'), expired - lease)
              end
            end
            local function finish()
              sweep()
              redis.call('ZREMRANGEBYSCORE', seen, '-inf', now - remember)
              for _, key in ipairs({leases, counts, seen}) do redis.call('PEXPIRE', key, remember + lease) end
              return 0
            end
            """;

    /** Then any number of leases. */
    static final RedisScript HOLD = RedisScript.of(PRELUDE + """
            for i = 3, #ARGV do
              if redis.call('ZADD', leases, now + lease, ARGV[i]) == 1 then
                redis.call('HINCRBY', counts, string.match(ARGV[i], '^[^/]+'), 1)
              end
            end
            return finish()
            """);

    /** Then one lease, which may have been lost together with Redis: its end is remembered all the same. */
    static final RedisScript END = RedisScript.of(PRELUDE + """
            local user = string.match(ARGV[3], '^[^/]+')
            if redis.call('ZREM', leases, ARGV[3]) == 1 then drop(user, now) else saw(user, now) end
            return finish()
            """);

    /** Then any number of users. Answers for each of them -1 (online), 0 (never) or milliseconds since 1970. */
    static final RedisScript LIST = RedisScript.of(PRELUDE + """
            sweep()
            local answers = {}
            for i = 3, #ARGV do
              if redis.call('HEXISTS', counts, ARGV[i]) == 1 then
                answers[i - 2] = '-1'
              else
                answers[i - 2] = redis.call('ZSCORE', seen, ARGV[i]) or '0'
              end
            end
            return answers
            """);

    private OnlineScripts() {}
}
