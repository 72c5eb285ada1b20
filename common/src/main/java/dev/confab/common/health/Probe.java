package dev.confab.common.health;

import io.smallrye.mutiny.Uni;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;
import org.eclipse.microprofile.health.HealthCheckResponse;
import org.jboss.logging.Logger;
import org.jspecify.annotations.Nullable;

/**
 * Looks at one dependency without ever blocking who asks: the look runs on a virtual thread, at most one at a time, is
 * given up on after the timeout, and its result is used again for a while. Changes of the state are logged once.
 */
final class Probe {
    private static final Logger LOG = Logger.getLogger(Probe.class);

    /** The look itself; may block, and throws when the dependency does not answer as it should. */
    interface Look {
        void look() throws Exception;
    }

    /** A look that also brings figures, whether they are good or bad. */
    interface Measurement {
        Finding look() throws Exception;
    }

    /**
     * What a measurement found.
     *
     * @param error what is wrong, in a word or two; null: nothing
     * @param figures shown as they are
     */
    record Finding(@Nullable String error, Map<String, Long> figures) {}

    private record Result(boolean up, @Nullable String error, Map<String, Long> figures) {
        static Result down(String error) {
            return new Result(false, error, Map.of());
        }
    }

    private final String name;
    private final boolean required;
    private final Measurement look;
    private final HealthConfig config;
    private final InstantSource clock;

    private CompletableFuture<Result> latest = new CompletableFuture<>();
    private Instant started = Instant.MIN;
    private @Nullable Thread looking;
    private @Nullable Result reported;

    /**
     * @param required whether the service is of no use without it: then, and only then, down means not ready
     */
    Probe(String name, boolean required, HealthConfig config, InstantSource clock, Look look) {
        this(name, required, config, clock, () -> {
            look.look();
            return new Finding(null, Map.of());
        });
    }

    /** As the other one. */
    Probe(String name, boolean required, HealthConfig config, InstantSource clock, Measurement look) {
        this.name = name;
        this.required = required;
        this.config = config;
        this.clock = clock;
        this.look = look;
    }

    Uni<HealthCheckResponse> response() {
        return Uni.createFrom().completionStage(this::result).map(result -> {
            var response = HealthCheckResponse.named(name)
                    .status(result.up() || !required)
                    .withData("state", result.up() ? "up" : "down")
                    .withData("required", required);
            if (result.error() != null) {
                response = response.withData("error", result.error());
            }
            result.figures().forEach(response::withData);
            return response.build();
        });
    }

    private synchronized CompletableFuture<Result> result() {
        boolean hanging = looking != null && looking.isAlive();
        if (!hanging && clock.instant().isAfter(saturatedPlus(started, config.reuse()))) {
            started = clock.instant();
            CompletableFuture<Result> next = new CompletableFuture<>();
            looking = Thread.ofVirtual().name("health-" + name).start(() -> next.complete(lookOnce()));
            latest = next.completeOnTimeout(
                    Result.down("no answer in time"), config.timeout().toMillis(), TimeUnit.MILLISECONDS);
            var _ = latest.thenAccept(this::report);
        }
        return latest;
    }

    private Result lookOnce() {
        try {
            Finding finding = look.look();
            return new Result(finding.error() == null, finding.error(), finding.figures());
        } catch (Exception e) {
            Throwable cause = e;
            while (cause.getCause() != null && cause.getCause() != cause) {
                cause = cause.getCause();
            }
            LOG.debugf(e, "%s does not answer", name);
            // The kind says enough; a message could tell addresses to anybody who can see the health page.
            return Result.down(cause.getClass().getSimpleName());
        }
    }

    private synchronized void report(Result result) {
        if (reported == null ? !result.up() : reported.up() != result.up()) {
            if (result.up()) {
                LOG.infof("%s is well again", name);
            } else {
                LOG.warnf("%s is not well: %s", name, result.error());
            }
        }
        reported = result;
    }

    private static Instant saturatedPlus(Instant instant, Duration duration) {
        return instant.equals(Instant.MIN) ? Instant.MIN : instant.plus(duration);
    }
}
