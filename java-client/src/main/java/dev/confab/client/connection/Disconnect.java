package dev.confab.client.connection;

/** Why a socket ended: the close code (1006 when there was none) and a short reason. */
public record Disconnect(int code, String reason) {
    static final int NORMAL = 1000;
    static final int BROKEN = 1006;
    static final int NOT_AUTHENTICATED = 4001;
}
