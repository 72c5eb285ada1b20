package dev.confab.common.event;

/** A record on a topic that is not one of our events; the message says what is wrong with it. */
public final class MalformedEventException extends Exception {
    public MalformedEventException(String message) {
        super(message);
    }

    public MalformedEventException(String message, Throwable cause) {
        super(message, cause);
    }
}
