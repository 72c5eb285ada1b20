package dev.confab.local.test;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;

/**
 * A file of the repository that is derived from the code. The build fails while it differs; with
 * {@code -Dconfab.docs.write=true} the tests write it instead.
 */
public final class CommittedFile {
    private static final String COMMAND =
            "./mvnw verify -Dtest='*DocsTest' -Dsurefire.failIfNoSpecifiedTests=false -Dconfab.docs.write=true";

    private final Path path;
    private final String name;

    private CommittedFile(String name) {
        this.name = name;
        this.path = root().resolve(name);
    }

    /** The file of this name, relative to the root of the repository. */
    public static CommittedFile named(String name) {
        return new CommittedFile(name);
    }

    /** The root of the repository. */
    public static Path root() {
        String root = System.getProperty("confab.root", "");
        if (!root.isEmpty()) {
            return Path.of(root);
        }
        Path folder = Path.of("").toAbsolutePath();
        while (folder != null && !Files.exists(folder.resolve("mvnw"))) {
            folder = folder.getParent();
        }
        if (folder == null) {
            throw new IllegalStateException(
                    "not inside the repository: " + Path.of("").toAbsolutePath());
        }
        return folder;
    }

    /** What is committed; empty when there is no such file. */
    public String text() {
        try {
            return Files.exists(path) ? Files.readString(path) : "";
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    /** Fails unless the file says exactly this, or writes it when told to. */
    public void mustBe(String expected) {
        if (expected.equals(text())) {
            return;
        }
        if (!Boolean.getBoolean("confab.docs.write")) {
            throw new AssertionError(name + " is not what the code says (" + firstDifference(expected, text())
                    + "). Rewrite it and commit it with your change:\n  " + COMMAND);
        }
        try {
            Files.createDirectories(path.getParent());
            Files.writeString(path, expected);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    /** The same for the part between two marker lines {@code <!-- begin: name -->} and {@code <!-- end: name -->}. */
    public void sectionMustBe(String section, String expected) {
        String begin = "<!-- begin: " + section + " -->\n";
        String end = "<!-- end: " + section + " -->";
        String text = text();
        int from = text.indexOf(begin);
        int to = text.indexOf(end);
        if (from < 0 || to < from) {
            throw new AssertionError(name + " lacks the markers of the section " + section);
        }
        mustBe(text.substring(0, from + begin.length()) + expected + text.substring(to));
    }

    private static String firstDifference(String expected, String actual) {
        String[] wanted = expected.split("\n", -1);
        String[] found = actual.split("\n", -1);
        for (int line = 0; line < wanted.length; line++) {
            if (line >= found.length || !wanted[line].equals(found[line])) {
                return "line " + (line + 1) + " should be: " + wanted[line];
            }
        }
        return "it has lines too many";
    }
}
