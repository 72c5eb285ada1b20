package dev.confab.bench.history;

import org.jspecify.annotations.Nullable;

/**
 * What became of one message.
 *
 * @param begun when it was first sent
 * @param ended when its fate was known
 */
record Said(
        String room,
        String author,
        String clientMessageId,
        String text,
        long begun,
        long ended,
        Outcome outcome,
        @Nullable String messageId,
        @Nullable Position position) {
    /** What the author was told. */
    enum Outcome {
        /** It is stored, at {@link #position}. */
        ACKNOWLEDGED,
        /** It is not stored. */
        REFUSED,
        /** Nobody knows: no answer came before the run was over, or a refusal followed a try without an answer. */
        UNKNOWN
    }
}
