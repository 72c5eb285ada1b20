package dev.confab.task.handler;

/** The attempt is no longer the current one of its task: whatever it did in the database has been rolled back. */
public final class AttemptLostException extends RuntimeException {
    public AttemptLostException(String message) {
        super(message);
    }
}
