package dev.confab.local;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;

/** Folders of tests. */
public final class TemporaryFolder {

    private TemporaryFolder() {}

    /**
     * A new folder that is deleted when this JVM has ended, however it ends, once the processes are gone that it has
     * started.
     */
    public static Path create(String prefix) {
        try {
            Path folder = Files.createTempDirectory(prefix);
            Reaper.watchFolder(folder);
            return folder;
        } catch (IOException e) {
            throw new LocalStackException("cannot create a folder for test data", e);
        }
    }

    /** Deletes the folder and what is in it now; one that is not there is not an error. */
    public static void delete(Path folder) {
        BinaryCache.delete(folder);
    }
}
