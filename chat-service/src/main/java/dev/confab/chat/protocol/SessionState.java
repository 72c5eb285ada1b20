package dev.confab.chat.protocol;

/** Where a session stands. It only ever goes down this list. */
sealed interface SessionState {

    /** Connected; nothing but a greeting is accepted. */
    record AwaitingHello() implements SessionState {}

    /** Commands are accepted. */
    record Ready() implements SessionState {}

    /**
     * Over; nothing may be added that would have to be cleaned up.
     *
     * @param abandoned whether because this node shuts down
     */
    record Closed(boolean abandoned) implements SessionState {}
}
