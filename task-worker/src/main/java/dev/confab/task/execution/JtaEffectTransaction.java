package dev.confab.task.execution;

import jakarta.enterprise.context.ApplicationScoped;
import jakarta.inject.Inject;
import jakarta.transaction.SystemException;
import jakarta.transaction.TransactionManager;
import java.sql.Connection;
import java.time.Duration;
import javax.sql.DataSource;
import org.jspecify.annotations.Nullable;

/** A JTA transaction, so that {@code @Transactional} beans that a handler calls join it. */
@ApplicationScoped
class JtaEffectTransaction implements EffectTransaction {
    private final TransactionManager transactions;
    private final DataSource dataSource;

    @Inject
    JtaEffectTransaction(TransactionManager transactions, DataSource dataSource) {
        this.transactions = transactions;
        this.dataSource = dataSource;
    }

    @Override
    public <T extends @Nullable Object> T call(Duration timeout, Body<T> body, Runnable beforeCommit) throws Exception {
        transactions.setTransactionTimeout((int) Math.max(1, timeout.toSeconds() + 1));
        transactions.begin();
        T result;
        try (Connection connection = dataSource.getConnection()) {
            result = body.run(connection);
        } catch (Throwable failure) {
            rollBack(failure);
            throw failure;
        }
        beforeCommit.run();
        try {
            transactions.commit();
        } catch (Exception failure) {
            throw new CommitFailedException(failure);
        }
        return result;
    }

    private void rollBack(Throwable failure) {
        try {
            transactions.rollback();
        } catch (SystemException | RuntimeException broken) {
            failure.addSuppressed(broken);
        }
    }
}
