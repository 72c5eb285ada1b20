package dev.confab.task.lifecycle;

/** The codes of {@link TaskError} that come from the engine and not from a handler. Kept for ever. */
public final class TaskErrors {
    /** The handler threw an exception that says nothing more. */
    public static final String FAILED = "failed";
    /** No handler of this service knows the type. */
    public static final String UNKNOWN_TYPE = "unknown_type";
    /** The payload is not what the handler reads. */
    public static final String INVALID_PAYLOAD = "invalid_payload";
    /** The handler ended because it was interrupted at its soft time limit. */
    public static final String SOFT_TIME_LIMIT = "soft_time_limit";
    /** The hard time limit has passed. */
    public static final String TIME_LIMIT = "time_limit";
    /** The worker died or was out of reach for longer than its lease. */
    public static final String WORKER_LOST = "worker_lost";
    /** The worker stopped and gave the task back. */
    public static final String HANDED_BACK = "handed_back";

    public static final String CANCELLED = "cancelled";
    /** It did not start before its time was over. */
    public static final String EXPIRED = "expired";

    private TaskErrors() {}
}
