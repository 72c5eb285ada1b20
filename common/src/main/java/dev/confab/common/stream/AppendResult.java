package dev.confab.common.stream;

import java.util.UUID;

/** What became of an {@link AppendRequest}. Whichever it is, it is committed: nothing of it is taken back. */
public sealed interface AppendResult {
    /** Stored now. */
    record Appended(StreamEvent event) implements AppendResult {}

    /** The actor has used this client id in this stream before; nothing was stored. */
    record Duplicate(StreamEvent original) implements AppendResult {}

    /** There is no such stream; nothing was stored. */
    record UnknownStream(UUID streamId) implements AppendResult {}
}
