package dev.confab.task.handler;

import java.time.Instant;
import java.util.UUID;
import org.jspecify.annotations.Nullable;

/** What a handler knows of the attempt that it runs. To be used on the handler's thread only. */
public interface TaskContext {
    /** The id of the task, the same for all its attempts: the key by which others recognise a repetition. */
    UUID taskId();

    /** 1 for the first run; rises with every further one, whatever the reason. */
    int attempt();

    /** The request that caused the task, as its log lines tell it; null if it is not known. */
    @Nullable
    String requestId();

    /** This attempt's step in the trace of who submitted the task, as W3C Trace Context writes it: for what it causes. */
    String traceParent();

    /** When the hard time limit ends the attempt: from then on nothing that it does counts. */
    Instant deadline();

    /** Whether the handler should come to an end: cancelled, out of time, taken over, or the service stops. */
    boolean cancelled();

    /**
     * Does the work in a database transaction that also completes the task, and returns what it returned, which is the
     * task's result. Both are committed or neither: if the attempt is no longer the current one, everything is rolled back
     * and {@link AttemptLostException} is thrown, which handlers let pass. To be called once, as the last thing that the
     * handler does. The transaction is the current JTA one as well, so that {@code @Transactional} beans, the outbox and
     * the task client join it.
     */
    <T extends @Nullable Object> T inTransaction(TransactionWork<T> work) throws Exception;
}
