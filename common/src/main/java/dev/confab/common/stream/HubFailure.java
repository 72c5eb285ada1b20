package dev.confab.common.stream;

import dev.confab.common.error.ConfabException;
import dev.confab.common.error.ErrorCode;

/** Why a stream cannot be delivered on. */
final class HubFailure {
    private HubFailure() {}

    static ConfabException unknownStream() {
        return new ConfabException(ErrorCode.NOT_FOUND, "there is no such stream");
    }

    static ConfabException otherHistory() {
        return new ConfabException(ErrorCode.CONFLICT, "the stream began anew; subscribe again");
    }

    static ConfabException cutHistory() {
        return new ConfabException(ErrorCode.CONFLICT, "missed events are no longer kept; subscribe again");
    }

    static ConfabException unavailable(Throwable cause) {
        return new ConfabException(ErrorCode.UNAVAILABLE, "the database cannot be reached; try again", cause);
    }
}
