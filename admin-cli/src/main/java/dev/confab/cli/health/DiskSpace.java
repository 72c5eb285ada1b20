package dev.confab.cli.health;

import java.io.IOException;
import java.nio.file.FileStore;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Locale;

/** Room on the disk that holds the data. */
final class DiskSpace {
    private static final double GIB = 1024.0 * 1024 * 1024;

    private DiskSpace() {}

    static ServiceHealth of(Path path, double minimumFreeGib) {
        ServiceHealth.Part part;
        try {
            FileStore store = Files.getFileStore(path);
            double free = store.getUsableSpace() / GIB;
            part = new ServiceHealth.Part(
                    "free space",
                    free >= minimumFreeGib,
                    String.format(
                            Locale.ROOT,
                            "path=%s freeGiB=%.1f ofGiB=%.1f minimumGiB=%.1f",
                            path,
                            free,
                            store.getTotalSpace() / GIB,
                            minimumFreeGib));
        } catch (IOException e) {
            part = new ServiceHealth.Part("free space", false, "cannot look at " + path);
        }
        return new ServiceHealth("disk", null, part.up(), List.of(part));
    }
}
