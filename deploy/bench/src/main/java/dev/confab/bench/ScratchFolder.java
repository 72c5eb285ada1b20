package dev.confab.bench;

import java.io.IOException;
import java.nio.channels.FileChannel;
import java.nio.file.FileVisitResult;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.SimpleFileVisitor;
import java.nio.file.StandardOpenOption;
import java.nio.file.attribute.BasicFileAttributes;
import java.util.List;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/**
 * A folder for the data of one measurement. It is deleted at the end, and if the process was killed before, by the next
 * measurement: a lock beside the folder, which ends with its process, tells whose data are nobody's any more.
 */
final class ScratchFolder implements AutoCloseable {
    private static final String PREFIX = "confab-bench-";
    private static final String LOCK = ".lock";

    /** Not to be opened again: closing a file gives up all locks that the process has on it. */
    private static final Set<Path> OURS = ConcurrentHashMap.newKeySet();

    private final Path path;
    private final FileChannel lock;

    private ScratchFolder(Path path, FileChannel lock) {
        this.path = path;
        this.lock = lock;
    }

    /** A new folder in the temporary folder of the machine. */
    static ScratchFolder create() throws IOException {
        return createIn(Path.of(System.getProperty("java.io.tmpdir")));
    }

    static ScratchFolder createIn(Path parent) throws IOException {
        deleteLeftovers(parent);
        // Locked before the folder appears: one without a held lock belongs to nobody.
        Path lockFile = Files.createTempFile(parent, PREFIX, LOCK);
        OURS.add(lockFile);
        FileChannel lock = FileChannel.open(lockFile, StandardOpenOption.WRITE);
        try {
            if (!tryLock(lock)) {
                throw new IOException(lockFile + " is locked by another process");
            }
            return new ScratchFolder(Files.createDirectory(folderOf(lockFile)), lock);
        } catch (IOException | RuntimeException failed) {
            lock.close();
            throw failed;
        }
    }

    Path path() {
        return path;
    }

    @Override
    public void close() throws IOException {
        try (lock) {
            delete(path);
            Files.deleteIfExists(path.resolveSibling(path.getFileName() + LOCK));
        }
    }

    private static void deleteLeftovers(Path parent) throws IOException {
        List<Path> locks;
        try (Stream<Path> files = Files.list(parent)) {
            locks = files.filter(file -> !OURS.contains(file)
                            && file.getFileName().toString().startsWith(PREFIX)
                            && file.getFileName().toString().endsWith(LOCK))
                    .toList();
        }
        for (Path file : locks) {
            try (FileChannel lock = FileChannel.open(file, StandardOpenOption.WRITE)) {
                // One that has no folder may be about to get it.
                if (Files.isDirectory(folderOf(file)) && tryLock(lock)) {
                    delete(folderOf(file));
                    Files.deleteIfExists(file);
                }
            } catch (IOException anotherUsersOrJustDeleted) {
                // Then it is not for us to delete.
            }
        }
    }

    private static Path folderOf(Path lockFile) {
        String name = lockFile.getFileName().toString();
        return lockFile.resolveSibling(name.substring(0, name.length() - LOCK.length()));
    }

    private static boolean tryLock(FileChannel channel) throws IOException {
        return channel.tryLock() != null;
    }

    private static void delete(Path folder) throws IOException {
        Files.walkFileTree(folder, new SimpleFileVisitor<>() {
            @Override
            public FileVisitResult visitFile(Path file, BasicFileAttributes attributes) throws IOException {
                Files.delete(file);
                return FileVisitResult.CONTINUE;
            }

            @Override
            public FileVisitResult postVisitDirectory(Path directory, @Nullable IOException error) throws IOException {
                if (error != null) {
                    throw error;
                }
                Files.delete(directory);
                return FileVisitResult.CONTINUE;
            }
        });
    }
}
