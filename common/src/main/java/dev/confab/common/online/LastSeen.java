package dev.confab.common.online;

import java.time.Instant;

/** When somebody was online last, as far as anybody knows. */
public sealed interface LastSeen {

    /** Has a socket open. */
    record Online() implements LastSeen {}

    /**
     * Had a socket open.
     *
     * @param at when it closed; for a node that died the time of its last sign of life
     */
    record SeenAt(Instant at) implements LastSeen {}

    /** Was not online for as long as is remembered, or before Redis lost its memory. */
    record Never() implements LastSeen {}

    /** Redis cannot be asked. */
    record Unknown() implements LastSeen {}

    /** Whether it is certain that the person was online at that time or later. */
    default boolean since(Instant time) {
        return switch (this) {
            case Online now -> true;
            case SeenAt seen -> !seen.at().isBefore(time);
            case Never never -> false;
            case Unknown unknown -> false;
        };
    }
}
