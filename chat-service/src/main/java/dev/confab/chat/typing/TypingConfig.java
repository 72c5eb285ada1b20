package dev.confab.chat.typing;

import io.smallrye.config.ConfigMapping;
import io.smallrye.config.WithDefault;
import jakarta.validation.constraints.Min;
import java.time.Duration;
import org.hibernate.validator.constraints.time.DurationMin;

/** The typing indicator. */
@ConfigMapping(prefix = "confab.typing")
public interface TypingConfig {

    /** After which time without renewal somebody no longer counts as typing. */
    @WithDefault("6s")
    @DurationMin(millis = 1)
    Duration timeout();

    /** How often the renewals of one person in one room are passed on at most. */
    @WithDefault("2s")
    @DurationMin(millis = 1)
    Duration renewal();

    /** How many people can be typing at the same time, as far as one node keeps track. */
    @WithDefault("50000")
    @Min(1)
    int maxTyping();
}
