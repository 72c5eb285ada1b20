package dev.confab.notification.delivery;

import jakarta.enterprise.context.ApplicationScoped;
import java.time.Duration;
import java.util.concurrent.Semaphore;
import java.util.concurrent.TimeUnit;

/** Wakes whoever waits for the next decision; several calls count as one. */
@ApplicationScoped
class DeliverySignal {
    private final Semaphore raised = new Semaphore(0);

    /** There may be something that is due earlier than anything before. Never blocks. */
    void raise() {
        if (raised.availablePermits() == 0) {
            raised.release();
        }
    }

    /** Waits for a call, at most so long. */
    void await(Duration atMost) throws InterruptedException {
        var _ = raised.tryAcquire(Math.max(0, atMost.toNanos()), TimeUnit.NANOSECONDS);
        raised.drainPermits();
    }
}
