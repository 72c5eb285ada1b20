package dev.confab.common.connection;

/**
 * Why the server closes a connection, as clients see it. 3000 to 3499: come back with backoff; 3500 to 3999: do not; 4001
 * and 4003: sign in, or ask for permission, first; 4010: the room was closed, come back when the user wants to.
 */
public enum CloseCode {
    NORMAL(1000, "bye"),
    GOING_AWAY(1001, "going away"),
    INVALID_TEXT(1007, "text is not UTF-8"),
    TOO_LARGE(1009, "message too large"),
    /** The node shuts down; the reason is a JSON object with {@code retryAfterMs}. */
    SERVICE_RESTART(1012, "service restart"),
    /** The client reads too slowly; it resumes from its position. */
    SLOW_CONSUMER(3001, "slow consumer"),
    PING_TIMEOUT(3002, "ping timeout"),
    HELLO_TIMEOUT(3003, "hello timeout"),
    TOO_MANY_ERRORS(3004, "too many errors"),
    TOO_MANY_CONNECTIONS(3005, "too many connections"),
    PROTOCOL_VIOLATION(3500, "protocol violation"),
    NOT_AUTHENTICATED(4001, "not authenticated"),
    FORBIDDEN(4003, "forbidden"),
    /** Somebody closed the room of the connection; the reason is theirs, for people to read. */
    ROOM_CLOSED(4010, "room closed");

    private final int code;
    private final String reason;

    CloseCode(int code, String reason) {
        this.code = code;
        this.reason = reason;
    }

    /** The number on the wire. */
    public int code() {
        return code;
    }

    /** What is said where there is nothing more special to say. */
    public String reason() {
        return reason;
    }
}
