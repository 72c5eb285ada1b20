package dev.confab.common.layer;

/** Another node uses the same database in a way that excludes this one. The message says what to do. */
public final class LayerTakenException extends RuntimeException {
    private static final long serialVersionUID = 1L;

    LayerTakenException(String message) {
        super(message);
    }
}
