package dev.confab.common.redis;

import io.quarkus.runtime.ShutdownEvent;
import io.quarkus.runtime.Startup;
import io.smallrye.mutiny.Uni;
import io.vertx.core.AsyncResult;
import io.vertx.core.Vertx;
import io.vertx.redis.client.Command;
import io.vertx.redis.client.Redis;
import io.vertx.redis.client.RedisConnection;
import io.vertx.redis.client.Request;
import io.vertx.redis.client.Response;
import jakarta.annotation.PostConstruct;
import jakarta.enterprise.context.ApplicationScoped;
import jakarta.enterprise.event.Observes;
import java.util.List;
import java.util.Queue;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.ThreadLocalRandom;
import java.util.concurrent.atomic.AtomicInteger;
import org.jboss.logging.Logger;
import org.jspecify.annotations.Nullable;

/**
 * One pipelined connection to Redis for the commands of presence, typing and rate limits.
 *
 * <p>Never blocks and never queues without bound: a command either is on the wire within its call or fails at once with
 * {@link RedisAwayException}. A command that is not answered in time fails likewise, and until Redis answers a probe all
 * others fail at once, so that a hanging server costs one timeout and not one for each caller. Nothing is repeated: a
 * command that failed may have been executed.
 *
 * <p>Results arrive on an event loop; callers must not block there.
 */
@Startup
@ApplicationScoped
public class RedisLink {

    private static final Logger LOG = Logger.getLogger(RedisLink.class);
    private static final long WATCH_MILLIS = 100;
    private static final int PROBE_EVERY_TICKS = 20;
    private static final long FIRST_RECONNECT_MILLIS = 100;

    private final Redis redis;
    private final Vertx vertx;
    private final RedisLinkConfig config;
    private final Queue<Pending> pending = new ConcurrentLinkedQueue<>();
    private final AtomicInteger inFlight = new AtomicInteger();
    private volatile @Nullable RedisConnection connection;
    private volatile boolean stalled;
    private volatile boolean closed;
    private long reconnectMillis = FIRST_RECONNECT_MILLIS;
    private int ticks;

    RedisLink(Redis redis, Vertx vertx, RedisLinkConfig config) {
        this.redis = redis;
        this.vertx = vertx;
        this.config = config;
    }

    @PostConstruct
    void start() {
        vertx.runOnContext(ignored -> connect());
        vertx.setPeriodic(WATCH_MILLIS, ignored -> watch());
    }

    void stop(@Observes ShutdownEvent event) {
        closed = true;
        RedisConnection current = connection;
        connection = null;
        if (current != null) {
            current.close();
        }
    }

    /** Whether commands have a chance right now. */
    public boolean isUp() {
        return connection != null && !stalled;
    }

    /** Sends one command when the result is subscribed to. The item is null where Redis answers nil. */
    public Uni<@Nullable Response> send(Request request) {
        return Uni.createFrom().completionStage(() -> stalled ? away("Redis does not answer") : dispatch(request));
    }

    /** Runs a script when the result is subscribed to; loads it where the server does not know it yet. */
    public Uni<@Nullable Response> run(RedisScript script, List<String> keys, List<String> arguments) {
        return send(call(Command.EVALSHA, script.sha(), keys, arguments))
                .onFailure(RedisLink::isUnknownScript)
                .recoverWithUni(() -> send(call(Command.EVAL, script.source(), keys, arguments)));
    }

    private static Request call(Command command, String script, List<String> keys, List<String> arguments) {
        Request request = Request.cmd(command).arg(script).arg(keys.size());
        keys.forEach(request::arg);
        arguments.forEach(request::arg);
        return request;
    }

    private static boolean isUnknownScript(Throwable failure) {
        String message = failure.getMessage();
        return message != null && message.startsWith("NOSCRIPT");
    }

    private CompletableFuture<@Nullable Response> dispatch(Request request) {
        RedisConnection current = connection;
        if (current == null) {
            return away("Redis is not connected");
        }
        if (inFlight.incrementAndGet() > config.maxInFlight()) {
            inFlight.decrementAndGet();
            return away("Redis has too many commands to answer");
        }
        Pending command =
                new Pending(System.nanoTime() + config.commandTimeout().toNanos());
        pending.add(command);
        current.send(request).onComplete(answer -> answered(current, command, answer));
        return command;
    }

    private void answered(RedisConnection from, Pending command, AsyncResult<@Nullable Response> answer) {
        inFlight.decrementAndGet();
        if (answer.succeeded()) {
            stalled = false;
            command.complete(answer.result());
            return;
        }
        Throwable cause = answer.cause();
        String message = String.valueOf(cause.getMessage());
        if (message.contains("CONNECTION_CLOSED") || message.startsWith("Connection is closed")) {
            lost(from);
            command.completeExceptionally(new RedisAwayException("Redis closed the connection"));
        } else {
            command.completeExceptionally(cause);
        }
    }

    private static CompletableFuture<@Nullable Response> away(String message) {
        return CompletableFuture.failedFuture(new RedisAwayException(message));
    }

    private void watch() {
        long now = System.nanoTime();
        for (Pending head = pending.peek(); head != null; head = pending.peek()) {
            if (!head.isDone()) {
                if (head.deadline - now > 0) {
                    break;
                }
                if (!stalled) {
                    stalled = true;
                    LOG.warn("Redis does not answer; working without it until it does");
                }
                head.completeExceptionally(new RedisAwayException("Redis did not answer in time"));
            }
            pending.poll();
        }
        // The probe finds a connection that died silently, and ends a stall.
        if (++ticks % PROBE_EVERY_TICKS == 0) {
            CompletableFuture<?> _ = dispatch(Request.cmd(Command.PING));
        }
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
            opened.exceptionHandler(cause -> lost(opened));
            opened.endHandler(ignored -> lost(opened));
            reconnectMillis = FIRST_RECONNECT_MILLIS;
            stalled = false;
            connection = opened;
            LOG.info("Connected to Redis");
        });
    }

    private void lost(RedisConnection which) {
        if (connection != which) {
            return;
        }
        connection = null;
        if (!closed) {
            LOG.warn("Lost the connection to Redis; working without it until it is back");
            which.close();
            reconnectLater();
        }
    }

    private void reconnectLater() {
        long delay = reconnectMillis + ThreadLocalRandom.current().nextLong(reconnectMillis);
        reconnectMillis =
                Math.min(reconnectMillis * 2, config.maxReconnectDelay().toMillis());
        vertx.setTimer(delay, ignored -> connect());
    }

    private static final class Pending extends CompletableFuture<@Nullable Response> {
        private final long deadline;

        Pending(long deadline) {
            this.deadline = deadline;
        }
    }
}
