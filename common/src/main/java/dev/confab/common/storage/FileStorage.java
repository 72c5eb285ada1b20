package dev.confab.common.storage;

import static java.nio.file.StandardCopyOption.ATOMIC_MOVE;
import static java.nio.file.StandardOpenOption.CREATE_NEW;
import static java.nio.file.StandardOpenOption.READ;
import static java.nio.file.StandardOpenOption.WRITE;

import java.io.IOException;
import java.io.InputStream;
import java.nio.channels.Channels;
import java.nio.channels.FileChannel;
import java.nio.file.DirectoryNotEmptyException;
import java.nio.file.FileVisitResult;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.nio.file.SimpleFileVisitor;
import java.nio.file.attribute.BasicFileAttributes;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.UUID;
import java.util.stream.Stream;

/**
 * Objects as files below a directory. A new one is written beside the others, forced to the disk and then renamed, so that
 * no reader ever sees a part of it.
 */
public final class FileStorage implements ObjectStorage {
    /** No key begins with a dot. */
    private static final String UNFINISHED = ".unfinished";

    private final Path root;

    public FileStorage(Path root) {
        this.root = root.toAbsolutePath().normalize();
    }

    @Override
    public void put(String key, Path content, String contentType) throws IOException {
        Path target = path(key);
        Path unfinished = Files.createDirectories(root.resolve(UNFINISHED))
                .resolve(UUID.randomUUID().toString());
        try {
            copy(content, unfinished);
            move(unfinished, target);
        } finally {
            Files.deleteIfExists(unfinished);
        }
    }

    private static void copy(Path source, Path target) throws IOException {
        try (FileChannel from = FileChannel.open(source, READ);
                FileChannel to = FileChannel.open(target, CREATE_NEW, WRITE)) {
            long size = from.size();
            for (long done = 0; done < size; ) {
                done += from.transferTo(done, size - done, to);
            }
            to.force(true);
        }
    }

    private static void move(Path unfinished, Path target) throws IOException {
        Path folder = target.getParent();
        while (true) {
            Files.createDirectories(folder);
            try {
                Files.move(unfinished, target, ATOMIC_MOVE);
                break;
            } catch (NoSuchFileException gone) {
                // Somebody deleted the last object of the folder, and the folder with it, between the two calls.
                if (Files.isDirectory(folder)) {
                    throw gone;
                }
            }
        }
        for (Path changed = folder; changed != null && Files.isDirectory(changed); changed = changed.getParent()) {
            try (FileChannel directory = FileChannel.open(changed, READ)) {
                directory.force(true);
            } catch (IOException notForced) {
                // Directories of others, or a system that cannot do this: the file itself is on the disk.
                break;
            }
        }
    }

    @Override
    public InputStream open(String key, long offset, long length) throws IOException {
        FileChannel channel = FileChannel.open(path(key), READ);
        try {
            channel.position(offset);
            return new BoundedInput(Channels.newInputStream(channel), length);
        } catch (IOException | RuntimeException failure) {
            channel.close();
            throw failure;
        }
    }

    @Override
    public void delete(String key) throws IOException {
        Path file = path(key);
        Files.deleteIfExists(file);
        for (Path folder = file.getParent(); !folder.equals(root); folder = folder.getParent()) {
            try {
                Files.deleteIfExists(folder);
            } catch (DirectoryNotEmptyException used) {
                return;
            }
        }
    }

    @Override
    public List<StoredObject> list(String folder) throws IOException {
        List<StoredObject> found = new ArrayList<>();
        Path start = path(folder);
        if (!Files.isDirectory(start)) {
            return found;
        }
        Files.walkFileTree(start, new SimpleFileVisitor<>() {
            @Override
            public FileVisitResult visitFile(Path file, BasicFileAttributes attributes) {
                String key = root.relativize(file).toString().replace('\\', '/');
                if (StorageKey.isKey(key)) {
                    found.add(new StoredObject(
                            key,
                            attributes.size(),
                            attributes.lastModifiedTime().toInstant()));
                }
                return FileVisitResult.CONTINUE;
            }

            @Override
            public FileVisitResult visitFileFailed(Path file, IOException failure) throws IOException {
                if (failure instanceof NoSuchFileException) {
                    return FileVisitResult.CONTINUE;
                }
                throw failure;
            }
        });
        return found;
    }

    @Override
    public void deleteUnfinished(Instant before) throws IOException {
        Path folder = root.resolve(UNFINISHED);
        if (!Files.isDirectory(folder)) {
            return;
        }
        try (Stream<Path> files = Files.list(folder)) {
            for (Path file : files.toList()) {
                try {
                    if (Files.getLastModifiedTime(file).toInstant().isBefore(before)) {
                        Files.deleteIfExists(file);
                    }
                } catch (NoSuchFileException finished) {
                    // Its writer was alive.
                }
            }
        }
    }

    @Override
    public void close() {}

    private Path path(String key) {
        return root.resolve(StorageKey.checked(key));
    }
}
