package dev.confab.chat.auth;

import io.quarkus.narayana.jta.QuarkusTransaction;
import io.quarkus.scheduler.Scheduled;
import io.smallrye.common.annotation.RunOnVirtualThread;
import jakarta.enterprise.context.ApplicationScoped;
import java.time.Instant;
import java.time.InstantSource;
import java.util.function.IntSupplier;

/**
 * Deletes expired sign-ins and tokens and old security changes, in batches of their own transaction. Every node may do
 * so at once: rows that another one deletes are skipped.
 */
@ApplicationScoped
class ExpiredSignInsService {
    private static final int BATCH = 1_000;

    private final SignInRepository signIns;
    private final RefreshTokenRepository refreshTokens;
    private final SecurityChangeRepository changes;
    private final AuthConfig config;
    private final InstantSource clock;

    ExpiredSignInsService(
            SignInRepository signIns,
            RefreshTokenRepository refreshTokens,
            SecurityChangeRepository changes,
            AuthConfig config,
            InstantSource clock) {
        this.signIns = signIns;
        this.refreshTokens = refreshTokens;
        this.changes = changes;
        this.config = config;
        this.clock = clock;
    }

    @Scheduled(every = "10M", delayed = "5M", concurrentExecution = Scheduled.ConcurrentExecution.SKIP)
    @RunOnVirtualThread
    void deleteExpired() {
        Instant now = clock.instant();
        inBatches(() -> refreshTokens.deleteExpired(now, BATCH));
        inBatches(() -> signIns.deleteExpired(now, BATCH));
        inBatches(() -> changes.deleteOlderThan(config.securityChangeRetention(), BATCH));
    }

    private static void inBatches(IntSupplier delete) {
        int deleted;
        do {
            deleted = QuarkusTransaction.requiringNew().call(delete::getAsInt);
        } while (deleted == BATCH);
    }
}
