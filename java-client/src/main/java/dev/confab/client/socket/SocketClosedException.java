package dev.confab.client.socket;

/** The socket is closed, and everything it had received before has been taken. */
public final class SocketClosedException extends RuntimeException {
    private final int code;
    private final String reason;

    SocketClosedException(int code, String reason) {
        super("socket closed with " + code + (reason.isEmpty() ? "" : " (" + reason + ")"));
        this.code = code;
        this.reason = reason;
    }

    /** The close code; 1006 when the connection broke without one. */
    public int code() {
        return code;
    }

    public String reason() {
        return reason;
    }
}
