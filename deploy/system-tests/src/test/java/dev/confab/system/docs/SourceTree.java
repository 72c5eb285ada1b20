package dev.confab.system.docs;

import dev.confab.local.test.CommittedFile;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.FileVisitResult;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.SimpleFileVisitor;
import java.nio.file.attribute.BasicFileAttributes;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import java.util.function.Predicate;

/** The files of the repository that people write. */
final class SourceTree {
    private static final Set<String> NOT_OURS =
            Set.of("target", "node_modules", ".git", ".confab", ".mvn", "build", ".idea", ".vscode");

    private SourceTree() {}

    static Path root() {
        return CommittedFile.root();
    }

    /** All files that match, relative to the root, in order. */
    static List<Path> files(Predicate<Path> wanted) {
        List<Path> files = new ArrayList<>();
        try {
            // What others make does not even get looked at: it comes and goes while we look.
            Files.walkFileTree(root(), new SimpleFileVisitor<>() {
                @Override
                public FileVisitResult preVisitDirectory(Path folder, BasicFileAttributes attributes) {
                    boolean ours = !NOT_OURS.contains(folder.getFileName().toString()) || folder.equals(root());
                    return ours ? FileVisitResult.CONTINUE : FileVisitResult.SKIP_SUBTREE;
                }

                @Override
                public FileVisitResult visitFile(Path file, BasicFileAttributes attributes) {
                    Path relative = root().relativize(file);
                    boolean ours = !NOT_OURS.contains(file.getFileName().toString());
                    if (attributes.isRegularFile() && ours && wanted.test(relative)) {
                        files.add(relative);
                    }
                    return FileVisitResult.CONTINUE;
                }
            });
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
        return files.stream().sorted().toList();
    }

    static String read(Path relative) {
        try {
            return Files.readString(root().resolve(relative));
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }
}
