package dev.confab.common.request;

import java.util.UUID;
import java.util.regex.Pattern;
import org.jboss.logging.MDC;
import org.jspecify.annotations.Nullable;

/**
 * The id under which everything that one request causes is logged, on every service it reaches. Requests carry it in the
 * header {@value #HEADER}; a socket makes one for each command.
 *
 * <p>The current id belongs to the Vert.x context of the request and follows it to worker and virtual threads; outside of
 * a context it belongs to the thread.
 *
 * @param value 1 to 64 characters of {@code A-Z a-z 0-9 . _ -}
 */
public record RequestId(String value) {
    /** The HTTP header, in requests and responses. */
    public static final String HEADER = "X-Request-ID";

    /** The field of structured log entries. */
    public static final String LOG_KEY = "requestId";

    private static final Pattern WELL_FORMED = Pattern.compile("[A-Za-z0-9._-]{1,64}");

    public RequestId {
        if (!WELL_FORMED.matcher(value).matches()) {
            throw new IllegalArgumentException("not a request id");
        }
    }

    /** A new id, different from all others. */
    public static RequestId fresh() {
        return new RequestId(UUID.randomUUID().toString());
    }

    /** The id that a client sent, or a fresh one where it sent none or one that could upset a log. */
    public static RequestId orFresh(@Nullable String sent) {
        return sent != null && WELL_FORMED.matcher(sent).matches() ? new RequestId(sent) : fresh();
    }

    /** Whether this can be an id; null cannot. */
    public static boolean isWellFormed(@Nullable String value) {
        return value != null && WELL_FORMED.matcher(value).matches();
    }

    /** The id of what is going on right now, or null when nothing has one. */
    public static @Nullable RequestId current() {
        return MDC.get(LOG_KEY) instanceof String value
                        && WELL_FORMED.matcher(value).matches()
                ? new RequestId(value)
                : null;
    }

    /** From here on, the present context logs under this id. */
    public void makeCurrent() {
        MDC.put(LOG_KEY, value);
    }

    /** The present context no longer logs under any id; for threads that are used again. */
    public static void clearCurrent() {
        MDC.remove(LOG_KEY);
    }

    @Override
    public String toString() {
        return value;
    }
}
