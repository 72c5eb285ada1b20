package dev.confab.client.connection;

import dev.confab.client.StreamPosition;

/** From where a room is delivered when it is joined for the first time; later the connection resumes by itself. */
public sealed interface JoinStart {
    /** What happens from now on. */
    record Now() implements JoinStart {}

    /** The newest {@code count} events (0..200), then what happens. */
    record Newest(int count) implements JoinStart {}

    /** Everything after a position seen earlier; if that cannot be continued whole, {@code otherwiseNewest} events. */
    record After(StreamPosition position, int otherwiseNewest) implements JoinStart {}
}
