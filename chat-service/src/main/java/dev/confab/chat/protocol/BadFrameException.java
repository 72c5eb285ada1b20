package dev.confab.chat.protocol;

import dev.confab.common.error.ErrorCode;
import org.jspecify.annotations.Nullable;

/** What a client sent is not a command. Without a stack trace: clients can cause any number of them. */
public final class BadFrameException extends RuntimeException {

    private final ErrorCode code;
    private final String detail;
    private final @Nullable String id;

    /** A refusal; the id is the frame's, if it had a usable one. */
    public BadFrameException(ErrorCode code, String detail, @Nullable String id) {
        super(detail, null, false, false);
        this.code = code;
        this.detail = detail;
        this.id = id;
    }

    ErrorCode code() {
        return code;
    }

    String detail() {
        return detail;
    }

    @Nullable
    String id() {
        return id;
    }
}
