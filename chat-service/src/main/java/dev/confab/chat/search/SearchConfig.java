package dev.confab.chat.search;

import io.smallrye.config.ConfigMapping;
import io.smallrye.config.WithDefault;
import jakarta.validation.constraints.Min;
import java.time.Duration;
import org.hibernate.validator.constraints.time.DurationMin;

/** Search in messages. */
@ConfigMapping(prefix = "confab.search")
public interface SearchConfig {

    /** Whether messages are indexed; without it searches find what was indexed before. */
    @WithDefault("true")
    boolean enabled();

    /** How long a message may have been posted before it is found, as long as the node that stored it lives. */
    @WithDefault("2s")
    @DurationMin(millis = 1)
    Duration interval();

    /** How often all rooms are looked through for what another node left behind. */
    @WithDefault("1m")
    Duration sweep();

    /** About how many events, of all rooms together, are indexed in one transaction. */
    @WithDefault("500")
    @Min(1)
    int batch();

    /**
     * The text search configuration of PostgreSQL: {@code simple} finds words as they are written, in any language;
     * {@code english} and others know the forms of words of one. After a change all rooms are indexed anew.
     */
    @WithDefault("simple")
    String language();

    /** The longest time that the database may take for one search. */
    @WithDefault("5s")
    @DurationMin(millis = 1)
    Duration timeout();
}
