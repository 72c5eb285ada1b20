package dev.confab.system.docs;

import dev.confab.local.test.CommittedFile;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Set;
import java.util.function.Predicate;
import java.util.stream.Stream;

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
        try (Stream<Path> files = Files.walk(root())) {
            return files.filter(Files::isRegularFile)
                    .map(root()::relativize)
                    .filter(SourceTree::isOurs)
                    .filter(wanted)
                    .sorted()
                    .toList();
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    static String read(Path relative) {
        try {
            return Files.readString(root().resolve(relative));
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    private static boolean isOurs(Path relative) {
        for (Path part : relative) {
            if (NOT_OURS.contains(part.toString())) {
                return false;
            }
        }
        return true;
    }
}
