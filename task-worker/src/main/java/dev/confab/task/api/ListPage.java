package dev.confab.task.api;

import dev.confab.common.error.ConfabException;
import java.util.List;
import java.util.UUID;
import org.eclipse.microprofile.openapi.annotations.media.Schema;
import org.jspecify.annotations.Nullable;

/** A page of a list. */
record ListPage<T>(
        List<T> items,

        @Schema(description = "To be given as `after` for the next page; null at the end") @Nullable
        UUID next) {
    private static final int MOST = 200;

    /** How many somebody may ask for. */
    static int checked(int limit) {
        if (limit < 1 || limit > MOST) {
            throw ConfabException.invalid("limit", "must be 1 to " + MOST);
        }
        return limit;
    }
}
