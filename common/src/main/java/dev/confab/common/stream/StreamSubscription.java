package dev.confab.common.stream;

/** One receiver of one stream. Its place is fixed when it is made, its delivery begins with {@link #start()}. */
public interface StreamSubscription {
    /** The last event that existed when the subscription was made; seq 0 if there was none. */
    StreamPosition top();

    /** The seq of the first event that will be delivered: at most one above the top. */
    long from();

    /** Whether the position that was asked for is continued whole. False also if none was given. */
    boolean recovered();

    /** Lets delivery begin, so that a reply can be written first. Never blocks; a second call does nothing. */
    void start();

    /**
     * Ends delivery. Never blocks; a call of the subscriber that is under way on another thread may still finish after
     * this returns, none begins. A second call does nothing.
     */
    void close();
}
