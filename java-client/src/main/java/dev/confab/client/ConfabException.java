package dev.confab.client;

import java.time.Duration;
import org.jspecify.annotations.Nullable;

/**
 * Something that confab refused, or that could not reach it. {@link #code()} is one of the stable codes of the
 * protocol, or {@link #UNREACHABLE}, {@link #BAD_ANSWER}, {@link #CONNECTION_LOST}, {@link #CONNECTION_CLOSED} or
 * {@link #QUEUE_FULL}, which only clients use.
 */
public class ConfabException extends RuntimeException {
    /** No answer: refused connection, unknown host, timeout. */
    public static final String UNREACHABLE = "unreachable";
    /** An answer that is none of confab's, for example a proxy's error page. */
    public static final String BAD_ANSWER = "bad_answer";
    /** The connection went away before a command was answered; whether it took effect is unknown. */
    public static final String CONNECTION_LOST = "connection_lost";
    /** The connection is closed for good. */
    public static final String CONNECTION_CLOSED = "connection_closed";
    /** A bounded queue of the client is full. */
    public static final String QUEUE_FULL = "client_queue_full";

    private final String code;
    private final boolean temporary;
    private final @Nullable Duration retryAfter;

    public ConfabException(
            String code, String message, boolean temporary, @Nullable Duration retryAfter, @Nullable Throwable cause) {
        super(message, cause);
        this.code = code;
        this.temporary = temporary;
        this.retryAfter = retryAfter;
    }

    public ConfabException(String code, String message, boolean temporary) {
        this(code, message, temporary, null, null);
    }

    public String code() {
        return code;
    }

    /** Whether the same request may succeed later without being changed. */
    public boolean temporary() {
        return temporary;
    }

    /** How long the server asks to wait before the next try; null when it did not say. */
    public @Nullable Duration retryAfter() {
        return retryAfter;
    }
}
