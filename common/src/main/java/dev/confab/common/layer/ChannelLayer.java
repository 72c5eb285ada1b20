package dev.confab.common.layer;

import dev.confab.common.id.Uuid7;
import io.micrometer.core.instrument.MeterRegistry;
import io.quarkus.runtime.Quarkus;
import jakarta.annotation.PreDestroy;
import jakarta.enterprise.context.ApplicationScoped;
import jakarta.inject.Inject;
import java.sql.SQLException;
import java.time.Duration;
import java.util.Optional;
import java.util.OptionalLong;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import java.util.function.Consumer;
import javax.sql.DataSource;
import org.jboss.logging.Logger;
import org.jspecify.annotations.Nullable;

/**
 * The place of this node among those on the same database. Of the layer {@code local} there is one place, held by a lease:
 * a second node, of whichever layer, does not start, and a node that finds its place taken (it was halted for longer than
 * the lease, or somebody started another all the same) ends itself. Any number of nodes share the layer {@code kafka}.
 *
 * <p>Even two nodes that should not be there together lose nothing and deliver everything, in order: the database decides,
 * and each compares its streams with it every few seconds. What this prevents is that nobody notices.
 *
 * <p>The local layer publishes nothing. What the log and others leave in the outbox is put aside, so that it does not
 * grow: per stream one stretch, per account its newest state, of other records as many as are allowed. A node of the
 * layer {@code kafka} that starts later publishes all of it, before anything newer.
 */
@ApplicationScoped
public class ChannelLayer implements AutoCloseable {
    private static final Logger LOG = Logger.getLogger(ChannelLayer.class);
    private static final int ROWS = 5_000;
    private static final int EVENTS_PER_ROW = 500;
    private static final Duration LOOK_AGAIN = Duration.ofMillis(250);
    private static final Duration LAST_ROUND = Duration.ofSeconds(3);

    private final LayerConfig config;
    private final LayerStore store;
    private final LayerMetrics metrics;
    private final Consumer<String> onLoss;
    private final String node = Uuid7.create().toString();
    private volatile long heldUntil = System.nanoTime();
    private final CountDownLatch stopping = new CountDownLatch(1);
    private @Nullable Thread thread;

    @Inject
    ChannelLayer(DataSource dataSource, LayerConfig config, MeterRegistry registry) {
        this(dataSource, config, registry, _ -> Quarkus.asyncExit(1));
    }

    /** @param onLoss told, once, that another node has taken the place; must not wait for this one to be closed */
    public ChannelLayer(DataSource dataSource, LayerConfig config, MeterRegistry registry, Consumer<String> onLoss) {
        this.config = config;
        this.store = new LayerStore(dataSource);
        this.metrics = new LayerMetrics(registry);
        this.onLoss = onLoss;
    }

    /** Whether this node is all there is: nothing is published, and no other service hears of anything. */
    public boolean isLocal() {
        return config.kind() == Layer.LOCAL;
    }

    /** Whether this node certainly is the only one; always, of a node that need not be. Never blocks. */
    public boolean isHeld() {
        return !isLocal() || heldUntil - System.nanoTime() > 0;
    }

    /**
     * Takes a place, before anything is stored or published. Blocking: a place whose holder is gone without a word is free
     * after its lease.
     *
     * @throws LayerTakenException when it is somebody else's
     */
    public synchronized void enter() {
        long deadline =
                System.nanoTime() + config.lease().plus(Duration.ofSeconds(2)).toNanos();
        try {
            if (!isLocal()) {
                release(deadline);
                return;
            }
            Optional<String> taken = renew();
            while (taken.isPresent() && deadline - System.nanoTime() > 0) {
                Thread.sleep(LOOK_AGAIN);
                taken = renew();
            }
            if (taken.isPresent()) {
                throw new LayerTakenException(reason(taken.get()));
            }
            LOG.info("This node is the only one (confab.layer=local): nothing is published to Kafka");
            thread = Thread.ofVirtual().name("confab-layer").start(this::keep);
        } catch (SQLException failure) {
            throw new IllegalStateException("the database does not say whether there is another node", failure);
        } catch (InterruptedException stop) {
            Thread.currentThread().interrupt();
            throw new IllegalStateException("interrupted while waiting for another node to end", stop);
        }
    }

    /** Puts aside what is left, for seconds at most, and gives the place back, so that another node can start at once. */
    @Override
    @PreDestroy
    public synchronized void close() {
        Thread keeping = thread;
        if (keeping == null) {
            return;
        }
        thread = null;
        stopping.countDown();
        try {
            keeping.join(LAST_ROUND);
            if (isHeld()) {
                withholdAll();
            }
            heldUntil = System.nanoTime();
            store.leave(node);
        } catch (SQLException failure) {
            LOG.debug("The place of this node was not given back; it is free when its lease ends", failure);
        } catch (InterruptedException stop) {
            Thread.currentThread().interrupt();
        }
    }

    private void release(long deadline) throws SQLException, InterruptedException {
        OptionalLong released = store.release(EVENTS_PER_ROW);
        while (released.isEmpty()) {
            if (deadline - System.nanoTime() <= 0) {
                throw new LayerTakenException(
                        "A node with confab.layer=local uses this database. Stop it first, or give"
                                + " both confab.layer=kafka.");
            }
            Thread.sleep(LOOK_AGAIN);
            released = store.release(EVENTS_PER_ROW);
        }
        if (released.getAsLong() > 0) {
            LOG.infof("What was not published before goes to Kafka now: %d rows of the outbox", released.getAsLong());
        }
    }

    private void keep() {
        long renewal = config.lease().dividedBy(3).toNanos();
        long renewed = System.nanoTime();
        try {
            while (!stopping.await(config.interval().toNanos(), TimeUnit.NANOSECONDS)) {
                try {
                    if (System.nanoTime() - renewed >= renewal) {
                        renewed = System.nanoTime();
                        Optional<String> taken = renew();
                        if (taken.isPresent()) {
                            lost(reason(taken.get()));
                            return;
                        }
                        discard();
                    }
                    withholdAll();
                } catch (SQLException failure) {
                    LOG.debug("The local layer waits for the database", failure);
                }
            }
        } catch (InterruptedException stop) {
            Thread.currentThread().interrupt();
        }
    }

    private Optional<String> renew() throws SQLException {
        long asked = System.nanoTime();
        Optional<String> taken = store.hold(node, config.lease());
        heldUntil = taken.isPresent() ? asked : asked + config.lease().toNanos();
        return taken;
    }

    private void withholdAll() throws SQLException {
        OptionalLong moved = store.withhold(node, ROWS);
        while (moved.isPresent() && moved.getAsLong() >= ROWS) {
            moved = store.withhold(node, ROWS);
        }
    }

    private void discard() throws SQLException {
        int expired = store.expire(config.expiry());
        int beyond = store.overflow(config.capacity());
        if (expired + beyond > 0) {
            LOG.infof("Discarded records that nobody reads: %d too old, %d too many", expired, beyond);
        }
        metrics.discarded(expired, beyond);
        metrics.withheld(store.withheld());
    }

    private void lost(String reason) {
        LOG.errorf("This node ends: %s", reason);
        onLoss.accept(reason);
    }

    private static String reason(String taken) {
        return taken.equals("local")
                ? "Another node with confab.layer=local uses this database; there can be only one."
                        + " For several nodes all need confab.layer=kafka."
                : "A node with confab.layer=kafka uses this database; all nodes need the same layer.";
    }
}
