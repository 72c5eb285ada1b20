package dev.confab.chat.auth;

import io.quarkus.arc.All;
import io.quarkus.runtime.ShutdownEvent;
import io.quarkus.runtime.StartupEvent;
import jakarta.enterprise.context.ApplicationScoped;
import jakarta.enterprise.event.Event;
import jakarta.enterprise.event.Observes;
import jakarta.enterprise.event.TransactionPhase;
import java.sql.SQLException;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import java.util.concurrent.Semaphore;
import java.util.concurrent.TimeUnit;
import org.jboss.logging.Logger;
import org.jspecify.annotations.Nullable;

/**
 * Carries the end of sign-ins to every node. A change is recorded in the transaction that makes it; each node reads the
 * feed on a thread of its own, forgets what it remembered of the account and calls the listeners. The node that made
 * the change forgets at its commit and reads at once, the others within the poll interval.
 */
@ApplicationScoped
class SecurityChangeService {
    private static final Logger LOG = Logger.getLogger(SecurityChangeService.class);

    private final SecurityChangeRepository feed;
    private final SignInCache cache;
    private final List<SecurityChangeListener> listeners;
    private final Event<SecurityChange> events;
    private final AuthConfig config;

    private final Semaphore wakeUp = new Semaphore(0);
    private final Set<Long> seen = new HashSet<>();
    private long nextXid;
    private boolean failing;
    private volatile @Nullable Thread reader;
    private volatile boolean stopped;

    SecurityChangeService(
            SecurityChangeRepository feed,
            SignInCache cache,
            @All List<SecurityChangeListener> listeners,
            Event<SecurityChange> events,
            AuthConfig config) {
        this.feed = feed;
        this.cache = cache;
        this.listeners = listeners;
        this.events = events;
        this.config = config;
    }

    /** Records a change in the caller's transaction. */
    void record(SecurityChange change) {
        feed.add(change);
        events.fire(change);
    }

    void committed(@Observes(during = TransactionPhase.AFTER_SUCCESS) SecurityChange change) {
        cache.forget(change);
        wakeUp.release();
    }

    /** Before any request is served, so that nothing is remembered that the feed has already overtaken. */
    void start(@Observes StartupEvent event) throws SQLException {
        nextXid = feed.position();
        reader = Thread.ofVirtual().name("security-changes").start(this::readUntilInterrupted);
    }

    void stop(@Observes ShutdownEvent event) throws InterruptedException {
        stopped = true;
        Thread running = reader;
        if (running != null) {
            running.interrupt();
            running.join();
        }
    }

    private void readUntilInterrupted() {
        while (!stopped) {
            try {
                if (wakeUp.tryAcquire(config.securityPollInterval().toMillis(), TimeUnit.MILLISECONDS)) {
                    wakeUp.drainPermits();
                }
            } catch (InterruptedException e) {
                return;
            }
            try {
                read();
                failing = false;
            } catch (SQLException | RuntimeException e) {
                if (!failing) {
                    LOG.warn("Cannot read security changes; trying again every " + config.securityPollInterval(), e);
                }
                failing = true;
            }
        }
    }

    private void read() throws SQLException {
        SecurityChangeRepository.Reading reading = feed.readFrom(nextXid);
        if (reading.next() < nextXid) {
            // Transaction ids never go back, so this is another database: read all that it has.
            LOG.warn("The database was replaced: reading its security changes from the beginning");
            nextXid = 0;
            seen.clear();
            cache.forgetAll();
            return;
        }
        for (SecurityChangeRepository.Entry entry : reading.entries()) {
            if (seen.add(entry.id())) {
                cache.forget(entry.change());
                tell(entry.change());
            }
        }
        nextXid = reading.next();
        seen.clear();
        for (SecurityChangeRepository.Entry entry : reading.entries()) {
            if (entry.xid() >= nextXid) {
                seen.add(entry.id());
            }
        }
    }

    private void tell(SecurityChange change) {
        for (SecurityChangeListener listener : listeners) {
            try {
                listener.onSecurityChange(change.accountId(), change.endedSignIns(), change.reason());
            } catch (RuntimeException e) {
                LOG.errorf(e, "A listener failed on a security change of account %s", change.accountId());
            }
        }
    }
}
