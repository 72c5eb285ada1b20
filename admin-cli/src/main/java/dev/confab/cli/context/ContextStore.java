package dev.confab.cli.context;

import dev.confab.cli.console.Cli;
import dev.confab.cli.console.CommandException;
import dev.confab.client.ClientJson;
import java.io.IOException;
import java.nio.channels.FileChannel;
import java.nio.channels.FileLock;
import java.nio.file.FileSystems;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.nio.file.StandardOpenOption;
import java.nio.file.attribute.FileAttribute;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.Set;
import java.util.function.UnaryOperator;

/**
 * Keeps contexts in {@code contexts.json} below {@code ~/.config/confab} (or {@code $XDG_CONFIG_HOME/confab}, or {@code
 * $CONFAB_CONFIG_DIR}), readable by its owner only. A change holds a lock, so that two commands that run at the same
 * time neither overwrite each other nor use one refresh token twice, and replaces the file as a whole.
 */
public final class ContextStore {
    private final Path directory;

    public ContextStore(Cli cli) {
        directory = directory(cli);
    }

    private static Path directory(Cli cli) {
        String own = cli.environment("CONFAB_CONFIG_DIR");
        if (own != null) {
            return Path.of(own);
        }
        String xdg = cli.environment("XDG_CONFIG_HOME");
        String home = cli.environment("HOME");
        Path base = xdg != null
                ? Path.of(xdg)
                : Path.of(home != null ? home : System.getProperty("user.home")).resolve(".config");
        return base.resolve("confab");
    }

    private Path file() {
        return directory.resolve("contexts.json");
    }

    ContextFile read() {
        if (!Files.exists(file())) {
            return ContextFile.EMPTY;
        }
        try {
            return ClientJson.mapper().readValue(Files.readString(file()), ContextFile.class);
        } catch (IOException e) {
            throw CommandException.failure("cannot read " + file() + ": " + e.getMessage());
        }
    }

    /** Changes the file while holding the lock; the change may take as long as a request takes. */
    ContextFile update(UnaryOperator<ContextFile> change) {
        try {
            Files.createDirectories(directory, attributes("rwx------"));
            Path lockFile = directory.resolve("contexts.lock");
            try (FileChannel channel = FileChannel.open(
                            lockFile,
                            Set.of(StandardOpenOption.CREATE, StandardOpenOption.WRITE),
                            attributes("rw-------"));
                    FileLock lock = channel.lock()) {
                ContextFile before = read();
                ContextFile after = change.apply(before);
                if (!after.equals(before)) {
                    write(after);
                }
                return lock.isValid() ? after : before;
            }
        } catch (IOException e) {
            throw CommandException.failure("cannot write to " + directory + ": " + e.getMessage());
        }
    }

    private void write(ContextFile contents) throws IOException {
        Path next = Files.createTempFile(directory, "contexts", ".tmp", attributes("rw-------"));
        try {
            Files.writeString(
                    next, ClientJson.mapper().writerWithDefaultPrettyPrinter().writeValueAsString(contents));
            Files.move(next, file(), StandardCopyOption.ATOMIC_MOVE, StandardCopyOption.REPLACE_EXISTING);
        } finally {
            Files.deleteIfExists(next);
        }
    }

    private static FileAttribute<?>[] attributes(String permissions) {
        boolean posix = FileSystems.getDefault().supportedFileAttributeViews().contains("posix");
        return posix
                ? new FileAttribute<?>[] {
                    PosixFilePermissions.asFileAttribute(PosixFilePermissions.fromString(permissions))
                }
                : new FileAttribute<?>[0];
    }
}
