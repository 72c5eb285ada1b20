package dev.confab.chat.auth;

import io.quarkus.websockets.next.HttpUpgradeCheck;
import io.smallrye.mutiny.Uni;
import io.smallrye.mutiny.infrastructure.Infrastructure;
import io.vertx.core.Context;
import io.vertx.core.Vertx;
import jakarta.inject.Singleton;
import java.util.Objects;
import java.util.concurrent.atomic.AtomicReference;

/** Holds up one handshake, after its credential was accepted, until something has been done. */
@Singleton
public class LateHandshake implements HttpUpgradeCheck {
    private final AtomicReference<Runnable> meanwhile = new AtomicReference<>(() -> {});

    /** What is done during the next handshake. */
    void holdUpNext(Runnable task) {
        meanwhile.set(task);
    }

    @Override
    public Uni<CheckResult> perform(HttpUpgradeContext context) {
        Runnable task = meanwhile.getAndSet(() -> {});
        Context eventLoop = Objects.requireNonNull(Vertx.currentContext());
        return context.securityIdentity()
                .emitOn(Infrastructure.getDefaultWorkerPool())
                .invoke(task)
                .emitOn(step -> eventLoop.runOnContext(ignored -> step.run()))
                .flatMap(identity -> CheckResult.permitUpgrade());
    }
}
