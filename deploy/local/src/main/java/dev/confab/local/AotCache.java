package dev.confab.local;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.HexFormat;
import java.util.List;
import java.util.stream.Stream;

/**
 * What the JVM learnt about a service in an earlier run, so that later starts need not learn it again. The file
 * belongs to one build and one JDK. The JVM checks it once more and goes on without it when it does not fit, so
 * a cache can make a start faster but never prevent one.
 *
 * <p>Recorded by the first run that ends gracefully. The JVM writes the file as its last act, to a name that
 * nobody reads; {@link #complete} gives it its real one.
 */
final class AotCache {
    private static final long SMALLEST_BYTES = 1024 * 1024;

    private final Path file;
    private final Path recording;
    private final boolean usable;

    private AotCache(Path file, Path recording, boolean usable) {
        this.file = file;
        this.recording = recording;
        this.usable = usable;
    }

    static AotCache of(Service service, Path root, String node) {
        Path folder = service.target(root).resolve("aot");
        String key = key(service.jar(root));
        return new AotCache(folder.resolve(key + ".aot"), folder.resolve(key + "." + node + ".new"), prepare(folder));
    }

    /** Whether a run with {@link #recordingOptions} would be of use. */
    boolean isMissing() {
        return usable && !Files.exists(file);
    }

    List<String> options() {
        return usable && Files.exists(file)
                ? List.of("-XX:AOTCache=" + file, "-XX:AOTMode=auto", "-Xlog:aot=off", "-Xlog:cds=off")
                : List.of();
    }

    List<String> recordingOptions() {
        return List.of("-XX:AOTCacheOutput=" + recording, "-Xlog:aot=off", "-Xlog:cds=off");
    }

    /** To be called when a recording run has ended; keeps what it wrote, and drops the caches of older builds. */
    void complete() {
        try {
            if (Files.exists(recording) && Files.size(recording) > SMALLEST_BYTES) {
                try (Stream<Path> older = Files.list(file.getParent())) {
                    for (Path old : older.filter(path -> path.toString().endsWith(".aot"))
                            .toList()) {
                        Files.deleteIfExists(old);
                    }
                }
                Files.move(recording, file);
            }
            Files.deleteIfExists(recording);
            Files.deleteIfExists(recording.resolveSibling(recording.getFileName() + ".config"));
        } catch (IOException slowerStartsOnly) {
            // The next run records again.
        }
    }

    private static boolean prepare(Path folder) {
        try {
            Files.createDirectories(folder);
            return Files.isWritable(folder);
        } catch (IOException readOnly) {
            return false;
        }
    }

    /** The build, known by its files' sizes and times, and the JDK. */
    private static String key(Path jar) {
        try (Stream<Path> files = Files.walk(jar.getParent())) {
            StringBuilder text = new StringBuilder(System.getProperty("java.vm.version"));
            for (Path path : files.filter(Files::isRegularFile).sorted().toList()) {
                text.append('\n').append(path).append(' ').append(Files.size(path));
                text.append(' ').append(Files.getLastModifiedTime(path).toMillis());
            }
            byte[] hash =
                    MessageDigest.getInstance("SHA-256").digest(text.toString().getBytes(StandardCharsets.UTF_8));
            return HexFormat.of().formatHex(hash, 0, 8);
        } catch (IOException | NoSuchAlgorithmException e) {
            throw new LocalStackException("cannot read " + jar.getParent() + ": " + e.getMessage(), e);
        }
    }
}
