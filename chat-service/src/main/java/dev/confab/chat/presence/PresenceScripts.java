package dev.confab.chat.presence;

import dev.confab.common.redis.RedisScript;

/**
 * The presence of one room as atomic steps in Redis.
 *
 * <p>Four keys per room, sharing a hash tag: a sorted set of leases {@code user/connection} by expiry, a hash with the number
 * of leases per user, a hash with name and time of arrival per user who is announced as present, and a marker. The marker
 * tells a wiped Redis from a lapsed lease: where it is missing, leases that come back with a heartbeat come back quietly for
 * the length of a lease, because nobody was ever announced as gone.
 *
 * <p>Whoever takes a user's first lease or removes the last one publishes the announcement in the same step, so it is made
 * exactly once whatever the number of nodes. Every step first applies its change and then sweeps lapsed leases, so a late
 * renewal does not make anybody flicker.
 *
 * <p>The keys of a room that nobody touches outlive its leases by far: were they forgotten together with the last lease, a
 * pause of all nodes would leave those who went meanwhile on everybody's screens.
 */
final class PresenceScripts {

    private static final String PRELUDE = """
            local leases, counts, users, marker = KEYS[1], KEYS[2], KEYS[3], KEYS[4]
            local room, channel, lease = ARGV[1], ARGV[2], tonumber(ARGV[3])
            local memory = lease * 20
            local time = redis.call('TIME')
            local now = time[1] * 1000 + math.floor(time[2] / 1000)
            local function announce(kind, user, name)
              local count = redis.call('HLEN', users)
              redis.call('PUBLISH', channel, kind .. '|' .. room .. '|' .. user .. '|' .. count .. '|' .. name)
            end
            local function hold(user, connection, name, since, length, aloud)
              if redis.call('ZADD', leases, now + length, user .. '/' .. connection) == 1 then
                redis.call('HINCRBY', counts, user, 1)
              end
              local known = redis.call('HGET', users, user)
              if not known then
                redis.call('HSET', users, user, since .. '|' .. name)
                if aloud then announce('j', user, name) end
              elseif tonumber(string.match(known, '^%d+')) > tonumber(since) then
                redis.call('HSET', users, user, since .. '|' .. name)
              end
            end
            local function drop(member)
              local user = string.match(member, '^[^/]+')
              if redis.call('ZREM', leases, member) == 1 and redis.call('HINCRBY', counts, user, -1) <= 0 then
                redis.call('HDEL', counts, user)
                local known = redis.call('HGET', users, user)
                if known then
                  redis.call('HDEL', users, user)
                  announce('l', user, string.match(known, '^%d+|(.*)$'))
                end
              end
            end
            local function sweep()
              for _, member in ipairs(redis.call('ZRANGEBYSCORE', leases, '-inf', now, 'LIMIT', 0, 1000)) do
                drop(member)
              end
            end
            local function quiet()
              local untilTime = tonumber(redis.call('GET', marker) or now + lease)
              redis.call('SET', marker, string.format('%.0f', untilTime), 'PX', memory)
              return now < untilTime
            end
            local function finish()
              sweep()
              for _, key in ipairs({leases, counts, users}) do redis.call('PEXPIRE', key, memory) end
              return redis.call('HLEN', users)
            end
            """;

    /** Then any number of: user, connection, name, since. */
    static final RedisScript JOIN = RedisScript.of(PRELUDE + """
            quiet()
            for i = 4, #ARGV, 4 do hold(ARGV[i], ARGV[i + 1], ARGV[i + 2], ARGV[i + 3], lease, true) end
            return finish()
            """);

    /** Then any number of: user, connection, name, since. */
    static final RedisScript RENEW = RedisScript.of(PRELUDE + """
            local aloud = not quiet()
            for i = 4, #ARGV, 4 do hold(ARGV[i], ARGV[i + 1], ARGV[i + 2], ARGV[i + 3], lease, aloud) end
            return finish()
            """);

    /**
     * Then: user, connection, name, since, grace, settling time. A lease that was wiped together with Redis is put back for
     * the settling time, in which other connections of the user can come back, so that the leave is announced after all.
     */
    static final RedisScript END = RedisScript.of(PRELUDE + """
            local isQuiet, grace = quiet(), tonumber(ARGV[8])
            local member = ARGV[4] .. '/' .. ARGV[5]
            if redis.call('ZSCORE', leases, member) then
              if grace > 0 then redis.call('ZADD', leases, now + grace, member) else drop(member) end
            elseif isQuiet then
              hold(ARGV[4], ARGV[5], ARGV[6], ARGV[7], tonumber(ARGV[9]), false)
            end
            return finish()
            """);

    static final RedisScript COUNT = RedisScript.of(PRELUDE + """
            sweep()
            return redis.call('HLEN', users)
            """);

    static final RedisScript LIST = RedisScript.of(PRELUDE + """
            sweep()
            return redis.call('HGETALL', users)
            """);

    /** Then any number of users; answers those who are there. */
    static final RedisScript AMONG = RedisScript.of(PRELUDE + """
            sweep()
            local there = {}
            for i = 4, #ARGV do
              if redis.call('HEXISTS', users, ARGV[i]) == 1 then there[#there + 1] = ARGV[i] end
            end
            return there
            """);

    private PresenceScripts() {}
}
