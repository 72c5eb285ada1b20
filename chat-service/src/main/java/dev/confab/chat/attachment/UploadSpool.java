package dev.confab.chat.attachment;

import dev.confab.common.error.ConfabException;
import dev.confab.common.error.ErrorCode;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Instant;
import java.time.InstantSource;
import org.jspecify.annotations.Nullable;

/** An upload on its way: a file that is deleted in the end. In memory there is never more than a buffer of it. */
record UploadSpool(Path path, long size) implements AutoCloseable {

    private static final int BUFFER = 64 * 1024;

    /**
     * Takes a body, counting: what it announced does not matter.
     *
     * @throws ConfabException {@code payload_too_large} as soon as there is more than allowed; {@code invalid_request} when
     *     it is empty, or breaks off, or takes too long; {@code unavailable} when it cannot be written
     */
    static UploadSpool take(InputStream body, long maxSize, InstantSource clock, Instant deadline) {
        Path file = null;
        try {
            file = Files.createTempFile("confab-upload-", null);
            try (OutputStream out = Files.newOutputStream(file)) {
                return new UploadSpool(file, copy(body, out, maxSize, clock, deadline));
            }
        } catch (IOException full) {
            discard(file);
            throw new ConfabException(ErrorCode.UNAVAILABLE, "Files cannot be taken right now; try again.", full);
        } catch (RuntimeException refused) {
            discard(file);
            throw refused;
        }
    }

    private static long copy(InputStream body, OutputStream out, long maxSize, InstantSource clock, Instant deadline)
            throws IOException {
        byte[] buffer = new byte[BUFFER];
        long size = 0;
        for (int count = next(body, buffer); count >= 0; count = next(body, buffer)) {
            size += count;
            if (size > maxSize) {
                throw tooLarge(maxSize);
            }
            if (clock.instant().isAfter(deadline)) {
                throw ConfabException.invalid("body", "took too long");
            }
            out.write(buffer, 0, count);
        }
        if (size == 0) {
            throw ConfabException.invalid("body", "is empty");
        }
        return size;
    }

    static ConfabException tooLarge(long maxSize) {
        return new ConfabException(
                ErrorCode.PAYLOAD_TOO_LARGE, "The file is too large; at most " + maxSize + " bytes are allowed.");
    }

    private static int next(InputStream body, byte[] buffer) {
        try {
            return body.read(buffer);
        } catch (IOException gone) {
            throw new ConfabException(ErrorCode.INVALID_REQUEST, "body: ended early", gone);
        }
    }

    private static void discard(@Nullable Path file) {
        try {
            if (file != null) {
                Files.deleteIfExists(file);
            }
        } catch (IOException kept) {
            // It is in the folder for temporary files, which the system clears.
        }
    }

    @Override
    public void close() {
        discard(path);
    }
}
