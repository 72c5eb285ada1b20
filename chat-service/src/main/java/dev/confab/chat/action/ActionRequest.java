package dev.confab.chat.action;

import dev.confab.common.frame.FrameFields;
import dev.confab.common.identity.UserIdentity;
import org.jspecify.annotations.Nullable;

/**
 * What a client asks for.
 *
 * @param user who asks, perhaps a guest
 * @param fields the whole frame
 * @param requestId the id under which what is done is logged and stored
 * @param traceParent the step of a trace that this is
 */
public record ActionRequest(
        UserIdentity user,
        FrameFields fields,
        String requestId,
        @Nullable String traceParent) {

    private static final int MAX_ROOM = 400;

    /** The room's name as the client wrote it; any Unicode normal form. */
    public String room() {
        return fields.text("room", 1, MAX_ROOM);
    }
}
