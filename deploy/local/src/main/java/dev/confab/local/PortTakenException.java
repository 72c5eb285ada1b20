package dev.confab.local;

/** Somebody else listens on the port that a part was to use. */
public final class PortTakenException extends LocalStackException {
    private static final long serialVersionUID = 1L;

    private final String part;
    private final int port;

    PortTakenException(String part, int port) {
        super("port %d for %s is taken by another program".formatted(port, part));
        this.part = part;
        this.port = port;
    }

    public String part() {
        return part;
    }

    public int port() {
        return port;
    }
}
