package dev.confab.local;

import java.net.URISyntaxException;
import java.nio.file.Files;
import java.nio.file.Path;

/** The folder that the repository was checked out to: the suite runs from what was built there. */
final class Checkout {
    private Checkout() {}

    /** The system property {@code confab.root}; without it, found upwards from where this class was loaded. */
    static Path root() {
        String property = System.getProperty("confab.root");
        if (property != null && !property.isBlank()) {
            return Path.of(property).toAbsolutePath();
        }
        try {
            Path path = Path.of(Checkout.class
                    .getProtectionDomain()
                    .getCodeSource()
                    .getLocation()
                    .toURI());
            while (path != null) {
                if (Files.exists(path.resolve("deploy/local/pom.xml"))) {
                    return path;
                }
                path = path.getParent();
            }
        } catch (URISyntaxException e) {
            throw new IllegalStateException(e);
        }
        throw new LocalStackException("cannot find the confab repository: set the system property confab.root");
    }
}
