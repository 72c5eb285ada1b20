package dev.confab.task.handler;

import java.sql.Connection;
import org.jspecify.annotations.Nullable;

/**
 * What is committed together with the completion of a task.
 *
 * @param <T> the task's result
 */
@FunctionalInterface
public interface TransactionWork<T extends @Nullable Object> {
    /**
     * Does the work.
     *
     * @param connection of the transaction; neither to be committed nor to be closed
     * @throws Exception rolls back; the attempt fails with it
     */
    T run(Connection connection) throws Exception;
}
