package dev.confab.local;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.URL;
import java.nio.file.DirectoryNotEmptyException;
import java.nio.file.FileAlreadyExistsException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.Comparator;
import java.util.Optional;
import java.util.stream.Stream;

/**
 * Unpacked server programs, once per user and version: {@code CONFAB_CACHE}, otherwise {@code confab} in
 * {@code XDG_CACHE_HOME} or {@code ~/.cache}. Safe for several processes at the same time.
 */
final class BinaryCache {
    private BinaryCache() {}

    /** Fills the new, empty folder that it is given. */
    @FunctionalInterface
    interface Unpacker {
        void unpackTo(Path folder) throws IOException;
    }

    /** The folder of this name, unpacked if it is not there yet; either complete or absent, never half. */
    static Path folder(String name, Unpacker unpacker) {
        return folder(root(), name, unpacker);
    }

    /** The same in another cache than the user's. */
    static Path folder(Path cache, String name, Unpacker unpacker) {
        Path target = cache.resolve(name);
        if (Files.isDirectory(target)) {
            return target;
        }
        try {
            Files.createDirectories(target.getParent());
            Path fresh = Files.createTempDirectory(target.getParent(), name + ".new-");
            try {
                unpacker.unpackTo(fresh);
                // The server may run as another user than the one who unpacks.
                Files.setPosixFilePermissions(fresh, PosixFilePermissions.fromString("rwxr-xr-x"));
                Files.move(fresh, target, StandardCopyOption.ATOMIC_MOVE);
            } catch (FileAlreadyExistsException | DirectoryNotEmptyException another) {
                // Another process was faster; its copy is as good as ours.
            } finally {
                delete(fresh);
            }
            return target;
        } catch (IOException e) {
            throw new LocalStackException(
                    "cannot unpack %s to %s: %s (CONFAB_CACHE names another folder)".formatted(name, target, e), e);
        }
    }

    /** A name for the archive that the resource comes from, such as {@code postgres-binaries-18.4.0}. */
    static String archiveName(URL resource) {
        String url = resource.toString();
        int end = url.indexOf(".jar!");
        return end < 0 ? "unpacked" : url.substring(url.lastIndexOf('/', end) + 1, end);
    }

    static Path root() {
        return env("CONFAB_CACHE")
                .map(Path::of)
                .or(() -> env("XDG_CACHE_HOME").map(dir -> Path.of(dir, "confab")))
                .or(() -> env("HOME").map(home -> Path.of(home, ".cache", "confab")))
                .orElseGet(() -> Path.of(System.getProperty("user.home"), ".cache", "confab"))
                .toAbsolutePath();
    }

    /** Deletes the folder and what is in it; a folder that is not there is not an error. */
    static void delete(Path folder) {
        if (!Files.exists(folder)) {
            return;
        }
        try (Stream<Path> files = Files.walk(folder)) {
            for (Path file : files.sorted(Comparator.reverseOrder()).toList()) {
                Files.deleteIfExists(file);
            }
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    private static Optional<String> env(String name) {
        return Optional.ofNullable(System.getenv(name)).filter(value -> !value.isBlank());
    }
}
