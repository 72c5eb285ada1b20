package dev.confab.chat.report;

import dev.confab.chat.report.ReportRepository.Wanted;
import dev.confab.common.error.ConfabException;
import org.jspecify.annotations.Nullable;

/** The parameter {@code state} of lists. */
final class ReportState {

    private ReportState() {}

    /** Open ones when nothing is said. */
    static Wanted parse(@Nullable String state) {
        return switch (state) {
            case null -> Wanted.OPEN;
            case "open" -> Wanted.OPEN;
            case "resolved" -> Wanted.RESOLVED;
            case "all" -> Wanted.ALL;
            default -> throw ConfabException.invalid("state", "must be 'open', 'resolved' or 'all'");
        };
    }
}
