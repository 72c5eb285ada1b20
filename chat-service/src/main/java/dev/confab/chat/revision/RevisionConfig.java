package dev.confab.chat.revision;

import io.smallrye.config.ConfigMapping;
import io.smallrye.config.WithDefault;
import jakarta.validation.constraints.Min;
import java.time.Duration;
import java.util.Optional;

/** Editing messages. */
@ConfigMapping(prefix = "confab.revision")
public interface RevisionConfig {

    /** How long after posting it an author may edit a message; without a value for ever. */
    Optional<Duration> editWindow();

    /** How often one message may be edited. */
    @WithDefault("100")
    @Min(0)
    int maxEdits();
}
