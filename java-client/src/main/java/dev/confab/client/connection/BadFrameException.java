package dev.confab.client.connection;

/** The server sent something that is not of the protocol. */
final class BadFrameException extends Exception {
    BadFrameException(String message) {
        super(message);
    }
}
