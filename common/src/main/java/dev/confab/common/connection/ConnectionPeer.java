package dev.confab.common.connection;

/** The protocol side of a connection. Calls must not block. */
public interface ConnectionPeer {

    /** The protocol's name in metrics. */
    String protocol();

    /** Whether the client has said what it must say first. */
    boolean greeted();

    /** What asks the client for a sign of life. */
    OutboundFrame ping();

    /**
     * The connection has ended, on whatever way. Called once.
     *
     * @param abandoned whether this node shuts down, so that the client will come back elsewhere
     */
    void onClosed(boolean abandoned);
}
