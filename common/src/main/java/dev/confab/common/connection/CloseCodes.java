package dev.confab.common.connection;

import java.util.Arrays;
import java.util.Set;
import java.util.stream.Collectors;

/** Keeps the close codes that clients make up from becoming metrics of their own. */
final class CloseCodes {

    private static final Set<Integer> KNOWN =
            Arrays.stream(CloseCode.values()).map(CloseCode::code).collect(Collectors.toUnmodifiableSet());
    private static final int ABNORMAL = 1006;
    private static final int NO_STATUS = 1005;

    private CloseCodes() {}

    static String label(int code) {
        return KNOWN.contains(code) || code == ABNORMAL || code == NO_STATUS ? Integer.toString(code) : "other";
    }
}
