package dev.confab.local;

import java.nio.file.Path;
import java.util.Optional;

/** Another launcher uses the data folder. */
final class AlreadyRunningException extends LocalStackException {
    private static final long serialVersionUID = 1L;

    private final transient Optional<SuiteState> state;

    AlreadyRunningException(Path dataDir, Optional<SuiteState> state) {
        super("confab runs already with the data in " + dataDir);
        this.state = state;
    }

    /** What the other one wrote about itself; empty in its first moments. */
    Optional<SuiteState> state() {
        return state;
    }
}
