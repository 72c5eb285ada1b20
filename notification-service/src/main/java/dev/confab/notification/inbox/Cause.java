package dev.confab.notification.inbox;

import dev.confab.common.request.RequestId;
import dev.confab.common.trace.TraceParent;
import org.jspecify.annotations.Nullable;

/**
 * What caused a change of an inbox.
 *
 * @param requestId the request, for logs
 * @param traceParent the step of a trace
 */
public record Cause(@Nullable String requestId, @Nullable String traceParent) {
    /** Nothing that anybody could name. */
    public static final Cause NONE = new Cause(null, null);

    /** What is going on right now. */
    public static Cause current() {
        RequestId request = RequestId.current();
        return new Cause(request == null ? null : request.value(), TraceParent.currentValue());
    }
}
