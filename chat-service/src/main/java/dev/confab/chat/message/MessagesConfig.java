package dev.confab.chat.message;

import io.smallrye.config.ConfigMapping;
import io.smallrye.config.WithDefault;
import jakarta.validation.constraints.Min;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import org.hibernate.validator.constraints.time.DurationMin;

/** Sending messages and reading them back. */
@ConfigMapping(prefix = "confab.messages")
public interface MessagesConfig {

    /** The longest text of a message, in Unicode code points. */
    @WithDefault("1000")
    @Min(1)
    int maxLength();

    /**
     * Words that messages must not contain, in any case and as whole words; an entry may be several words. In scripts
     * that do not separate words by spaces only a whole run of letters matches.
     */
    Optional<List<String>> bannedWords();

    /** How many messages a user may send within {@code rate-period}, over all rooms, connections and nodes. */
    @WithDefault("5")
    @Min(1)
    int rateLimit();

    /** The period of {@code rate-limit}. */
    @WithDefault("1s")
    @DurationMin(millis = 1)
    Duration ratePeriod();

    /**
     * How many messages past the rate limit, within {@code rate-period}, are looked up before they are refused: one
     * that turns out to be the repeat of a stored message is answered with that message. Bounds the database reads
     * that a flood can cause.
     */
    @WithDefault("20")
    @Min(1)
    int repeatLookups();

    /** How many messages a page of history has when the request does not say; at most 200. */
    @WithDefault("50")
    @Min(1)
    int pageSize();
}
