package dev.confab.chat.account;

import dev.confab.common.account.AccountState;
import dev.confab.common.account.AccountStateCodec;
import dev.confab.common.identity.Role;
import dev.confab.common.kafka.RecordHeaders;
import dev.confab.common.outbox.Outbox;
import dev.confab.common.request.RequestId;
import dev.confab.common.trace.TraceParent;
import io.quarkus.narayana.jta.QuarkusTransaction;
import io.quarkus.scheduler.Scheduled;
import io.smallrye.common.annotation.RunOnVirtualThread;
import jakarta.enterprise.context.ApplicationScoped;
import java.time.InstantSource;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.UUID;
import org.jboss.logging.Logger;

/**
 * Tells other services the state of every account, on {@code confab.accounts}: in the transaction of each change, so
 * that no change is missed and none is told that was rolled back. The version rises under the lock on the account's
 * row, so of two states the one with the higher version is the newer.
 *
 * <p>Accounts of a time when nothing was published have version 0. They are published by and by, whichever node of this
 * or an older version made them.
 */
@ApplicationScoped
class AccountPublisher {

    private static final Logger LOG = Logger.getLogger(AccountPublisher.class);
    private static final int BATCH = 500;

    private final AccountRepository accounts;
    private final Outbox outbox;
    private final InstantSource clock;

    AccountPublisher(AccountRepository accounts, Outbox outbox, InstantSource clock) {
        this.accounts = accounts;
        this.outbox = outbox;
        this.clock = clock;
    }

    /** Publishes what the account has become. In the transaction of the change, which has locked its row or made it. */
    void changed(Account account) {
        account.stateVersion++;
        AccountState state = new AccountState(
                account.id,
                account.username,
                account.email,
                new HashSet<>(Role.wireNames(account.roles())),
                account.bannedAt != null,
                account.validAfter,
                account.stateVersion);
        outbox.add(AccountStateCodec.record(state, clock.instant(), headers()));
    }

    /** Publishes that the account is gone. In the transaction that deletes it, which has locked its row. */
    void deleted(UUID account) {
        outbox.add(AccountStateCodec.tombstone(account, headers()));
    }

    @Scheduled(
            identity = "account-backfill",
            every = "1M",
            delayed = "2s",
            concurrentExecution = Scheduled.ConcurrentExecution.SKIP)
    @RunOnVirtualThread
    void publishUnpublished() {
        try {
            int published = 0;
            int last;
            do {
                last = QuarkusTransaction.requiringNew().call(this::publishBatch);
                published += last;
            } while (last == BATCH);
            if (published > 0) {
                LOG.infof("Published %d accounts for the first time", published);
            }
        } catch (RuntimeException failure) {
            LOG.warnf("Accounts could not be published, trying again: %s", failure.getMessage());
        }
    }

    /** Several nodes share the work: each takes rows that no other holds. */
    private int publishBatch() {
        List<Account> batch = accounts.lockUnpublished(BATCH);
        batch.forEach(this::changed);
        return batch.size();
    }

    private static Map<String, String> headers() {
        Map<String, String> headers = new HashMap<>();
        RequestId request = RequestId.current();
        if (request != null) {
            headers.put(RecordHeaders.REQUEST_ID, request.value());
        }
        String trace = TraceParent.currentValue();
        if (trace != null) {
            headers.put(RecordHeaders.TRACE_PARENT, trace);
        }
        return headers;
    }
}
