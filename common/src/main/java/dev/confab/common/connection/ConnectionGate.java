package dev.confab.common.connection;

import dev.confab.common.error.ErrorCode;
import dev.confab.common.identity.IdentityService;
import dev.confab.common.ratelimit.Decision;
import dev.confab.common.ratelimit.Limit;
import dev.confab.common.ratelimit.LocalRateLimits;
import dev.confab.common.ratelimit.RateLimiter;
import io.netty.channel.ChannelPipeline;
import io.quarkus.security.identity.SecurityIdentity;
import io.quarkus.websockets.next.HttpUpgradeCheck;
import io.smallrye.mutiny.Uni;
import io.vertx.core.Context;
import io.vertx.core.Vertx;
import io.vertx.core.http.HttpServerRequest;
import io.vertx.core.http.HttpVersion;
import io.vertx.core.net.impl.ConnectionBase;
import jakarta.inject.Singleton;
import java.time.Duration;
import java.time.InstantSource;
import java.util.List;
import java.util.Map;
import java.util.Objects;

/**
 * Looks at every handshake. Overload and shutdown are refused over HTTP, with the time to wait; everything that concerns the
 * client itself (credentials, origin) is only noted here and refused by a close code after the handshake, because browsers
 * hide the HTTP status of a failed one from the page.
 */
@Singleton
class ConnectionGate implements HttpUpgradeCheck {

    private static final int TOO_MANY_REQUESTS = 429;
    private static final int UPGRADE_REQUIRED = 426;
    private static final String ERROR_CODE = "X-Error-Code";
    private static final int UNAVAILABLE = 503;
    /** The name that Vert.x gives its own handler in the channel. */
    private static final String VERTX_HANDLER = "handler";

    private final ConnectionRegistry registry;
    private final ConnectionDrain drain;
    private final ConnectionConfig config;
    private final ConnectionMetrics metrics;
    private final OriginPolicy origins;
    private final IdentityService identities;
    private final RateLimiter limiter;
    private final LocalRateLimits nodeLimit;

    ConnectionGate(
            ConnectionRegistry registry,
            ConnectionDrain drain,
            ConnectionConfig config,
            ConnectionMetrics metrics,
            OriginPolicy origins,
            IdentityService identities,
            RateLimiter limiter,
            InstantSource clock) {
        this.registry = registry;
        this.drain = drain;
        this.config = config;
        this.metrics = metrics;
        this.origins = origins;
        this.identities = identities;
        this.limiter = limiter;
        this.nodeLimit = new LocalRateLimits(clock, 1);
    }

    @Override
    public Uni<CheckResult> perform(HttpUpgradeContext context) {
        if (drain.isDraining()) {
            return refuse("draining", UNAVAILABLE, config.drainRetryAfter());
        }
        if (registry.size() >= config.maxConnections()) {
            return refuse("full", UNAVAILABLE, Duration.ofSeconds(10));
        }
        if (nodeLimit.tryAcquire("node", Limit.perSecond(config.handshakesPerNode()))
                instanceof Decision.Refused refused) {
            return refuse("node_rate", UNAVAILABLE, refused.retryAfter());
        }
        HttpServerRequest request = context.httpRequest();
        if (request.version() != HttpVersion.HTTP_1_1) {
            return refuse("http_version", UPGRADE_REQUIRED, Duration.ZERO);
        }
        Context eventLoop = Objects.requireNonNull(Vertx.currentContext());
        return limiter.tryAcquire("handshakes", address(request), Limit.perSecond(config.handshakesPerAddress()))
                .flatMap(decision -> switch (decision) {
                    case Decision.Refused refused -> refuse("address_rate", TOO_MANY_REQUESTS, refused.retryAfter());
                    case Decision.Allowed allowed ->
                        context.securityIdentity()
                                .emitOn(task -> eventLoop.runOnContext(ignored -> task.run()))
                                .map(identity -> admit(context, request, identity));
                })
                .emitOn(task -> eventLoop.runOnContext(ignored -> task.run()));
    }

    private CheckResult admit(HttpUpgradeContext context, HttpServerRequest request, SecurityIdentity identity) {
        // With a bearer token cookies do not count, and no page gets hold of the token of another.
        boolean bearer = request.headers().contains("Authorization");
        Handshake handshake = new Handshake(
                install(request),
                identities.session(identity),
                identities.failure(identity),
                bearer,
                bearer || origins.allows(request));
        context.userData().put(Handshake.KEY, handshake);
        return CheckResult.permitUpgradeSync();
    }

    private FrameGuard install(HttpServerRequest request) {
        ChannelPipeline pipeline =
                ((ConnectionBase) request.connection()).channel().pipeline();
        // One is there already if an earlier handshake on this channel came to nothing.
        FrameGuard present = pipeline.get(FrameGuard.class);
        if (present != null) {
            return present;
        }
        FrameGuard guard = new FrameGuard((int) config.maxFrameSize().asLongValue());
        pipeline.addBefore(VERTX_HANDLER, null, guard);
        guard.entry().addTo(pipeline);
        return guard;
    }

    private Uni<CheckResult> refuse(String reason, int status, Duration retryAfter) {
        metrics.refused(reason);
        long seconds = Math.max(1, retryAfter.plusMillis(999).toSeconds());
        return CheckResult.rejectUpgrade(
                status,
                Map.of(
                        "Retry-After",
                        List.of(Long.toString(seconds)),
                        ERROR_CODE,
                        List.of(code(status).code())));
    }

    /** In the words of the other interfaces. */
    private static ErrorCode code(int status) {
        return switch (status) {
            case TOO_MANY_REQUESTS -> ErrorCode.RATE_LIMITED;
            case UNAVAILABLE -> ErrorCode.OVERLOADED;
            default -> ErrorCode.INVALID_REQUEST;
        };
    }

    private static String address(HttpServerRequest request) {
        String address =
                request.remoteAddress() == null ? null : request.remoteAddress().hostAddress();
        return address == null ? "unknown" : address;
    }
}
