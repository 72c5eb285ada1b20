package dev.confab.task.image;

import java.io.IOException;

/** The storage did not do what was asked: nothing is known of the image yet. */
final class StorageAwayException extends IOException {
    private static final long serialVersionUID = 1L;

    StorageAwayException(Throwable failure) {
        super("the storage failed: " + failure.getMessage(), failure);
    }
}
