package dev.confab.local;

import java.io.BufferedInputStream;
import java.io.IOException;
import java.net.URL;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Locale;
import java.util.Optional;
import org.apache.commons.compress.archivers.tar.TarArchiveEntry;
import org.apache.commons.compress.archivers.tar.TarArchiveInputStream;
import org.tukaani.xz.XZInputStream;

/** The PostgreSQL programs of this platform, unpacked from the archive on the class path. */
final class PostgresBinaries {
    private final Path folder;

    private PostgresBinaries(Path folder) {
        this.folder = folder;
    }

    /** The programs in the given cache. */
    static PostgresBinaries unpacked(Path cache) {
        String archive = archive();
        URL resource = Optional.ofNullable(PostgresBinaries.class.getResource(archive))
                .orElseThrow(() -> new LocalStackException(
                        "there is no embedded PostgreSQL for this platform (%s); set CONFAB_POSTGRES_URL to a server"
                                .formatted(archive)));
        return new PostgresBinaries(
                BinaryCache.folder(cache, BinaryCache.archiveName(resource), target -> unpack(resource, target)));
    }

    Path program(String name) {
        return folder.resolve("bin").resolve(name);
    }

    private static String archive() {
        String os = System.getProperty("os.name").toLowerCase(Locale.ROOT);
        String machine = System.getProperty("os.arch").toLowerCase(Locale.ROOT);
        boolean arm = machine.equals("aarch64");
        if (os.contains("mac")) {
            return "/postgres-darwin-" + (arm ? "arm_64" : "x86_64") + ".txz";
        }
        boolean alpine = Files.exists(Path.of("/etc/alpine-release"));
        return "/postgres-linux-" + (arm ? "arm_64" : "x86_64") + (alpine ? "-alpine_linux" : "") + ".txz";
    }

    private static void unpack(URL resource, Path target) throws IOException {
        try (var tar =
                new TarArchiveInputStream(new XZInputStream(new BufferedInputStream(resource.openStream())), "UTF-8")) {
            for (TarArchiveEntry entry = tar.getNextEntry(); entry != null; entry = tar.getNextEntry()) {
                Path file = target.resolve(entry.getName()).normalize();
                if (!file.startsWith(target)) {
                    throw new IOException("entry outside of the archive: " + entry.getName());
                }
                if (entry.isDirectory()) {
                    Files.createDirectories(file);
                    continue;
                }
                Files.createDirectories(file.getParent());
                if (entry.isSymbolicLink()) {
                    Files.createSymbolicLink(file, Path.of(entry.getLinkName()));
                } else if (entry.isLink()) {
                    Files.createLink(file, target.resolve(entry.getLinkName()));
                } else {
                    Files.copy(tar, file);
                    if ((entry.getMode() & 0100) != 0 && !file.toFile().setExecutable(true, false)) {
                        throw new IOException("cannot make executable: " + file);
                    }
                }
            }
        }
    }
}
