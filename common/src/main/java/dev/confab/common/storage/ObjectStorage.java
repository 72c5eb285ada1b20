package dev.confab.common.storage;

import java.io.IOException;
import java.io.InputStream;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.time.Instant;
import java.util.List;

/**
 * Keeps objects under keys, for all services that are set to the same place. An object is there whole or not at all, and
 * what {@link #put} has returned from survives a crash. Keys are paths of {@code a-z 0-9 . _ -}, as {@link StorageKey}
 * checks. Nothing is held in memory whole. All methods block; any thread may call them.
 */
public interface ObjectStorage extends AutoCloseable {
    /** Stores the content of a file, in place of what was there under this key. */
    void put(String key, Path content, String contentType) throws IOException;

    /**
     * Opens a part of an object; the caller closes it.
     *
     * @param offset of the first byte
     * @param length how many bytes at most; {@code Long.MAX_VALUE} for all that follow
     * @throws NoSuchFileException if there is no such object
     */
    InputStream open(String key, long offset, long length) throws IOException;

    /** Deletes an object; does nothing if there is none. */
    void delete(String key) throws IOException;

    /** All objects below a folder, in no order: to be asked for folders of a bounded size. */
    List<StoredObject> list(String folder) throws IOException;

    /** Deletes what writers that died before this time have left half written. */
    void deleteUnfinished(Instant before) throws IOException;

    @Override
    void close();
}
