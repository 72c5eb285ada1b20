package dev.confab.task.handler;

/** No repetition can help: the task goes to the dead letter at once. The message is seen by operators. */
public final class PermanentFailureException extends Exception {
    private final String code;

    /**
     * @param code stable, lower snake case, such as {@code address_refused}
     * @param message for people; holds nothing secret
     */
    public PermanentFailureException(String code, String message) {
        super(message);
        this.code = code;
    }

    public PermanentFailureException(String code, String message, Throwable cause) {
        super(message, cause);
        this.code = code;
    }

    public String code() {
        return code;
    }
}
