package dev.confab.chat.draft;

import io.smallrye.config.ConfigMapping;
import io.smallrye.config.WithDefault;
import jakarta.validation.constraints.Min;

/** What people have begun to write. */
@ConfigMapping(prefix = "confab.drafts")
public interface DraftConfig {

    /** The longest draft, in Unicode code points; it may be longer than a message, to be cut down. */
    @WithDefault("10000")
    @Min(1)
    int maxLength();

    /** How many drafts a user may have at a time. */
    @WithDefault("500")
    @Min(0)
    int maxPerUser();
}
