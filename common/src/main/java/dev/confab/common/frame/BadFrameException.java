package dev.confab.common.frame;

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

    /** The code of the refusal. */
    public ErrorCode code() {
        return code;
    }

    /** What was wrong, for people. */
    public String detail() {
        return detail;
    }

    /** The id of the frame; null if it had no usable one. */
    public @Nullable String id() {
        return id;
    }
}
