package dev.confab.client.socket;

/** Nothing came within the time that a caller of {@link SocketClient} wanted to wait. */
public final class SocketTimeoutException extends RuntimeException {
    SocketTimeoutException(String message) {
        super(message);
    }
}
