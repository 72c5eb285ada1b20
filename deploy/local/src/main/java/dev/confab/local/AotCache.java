package dev.confab.local;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.time.Duration;
import java.util.HexFormat;
import java.util.List;
import java.util.function.Predicate;
import java.util.stream.Stream;

/**
 * What the JVM learnt about a service in an earlier run, so that later starts need not learn it again.
 *
 * <p>The first start of a build records, ends the recording as soon as the service is ready, and a process of low
 * priority turns the recording into the cache that the next start uses. Files belong to one build and one JDK,
 * known by their name, and get it only when they are complete. The JVM checks the cache once more and goes on
 * without it when it does not fit: a cache makes a start faster and never prevents one.
 */
final class AotCache {
    /** Why a cache was not used is of no interest to the reader of a service's output. */
    private static final String QUIET = "-Xlog:disable";

    private static final Duration RECORDING_LIMIT = Duration.ofSeconds(30);

    private final Path folder;
    private final Path cache;
    private final Path recording;
    private final Path unfinished;
    private final boolean usable;

    private AotCache(Path folder, String key) {
        this.folder = folder;
        cache = folder.resolve(key + ".aot");
        recording = folder.resolve(key + ".recording");
        unfinished = folder.resolve(key + "." + ProcessHandle.current().pid() + ".new");
        usable = canWrite(folder);
    }

    static AotCache of(Service service, Path root) {
        return new AotCache(service.target(root).resolve("aot"), key(service.jar(root)));
    }

    boolean exists() {
        return usable && Files.exists(cache);
    }

    /** Neither a cache nor what one is made of. */
    boolean isMissing() {
        return usable && !Files.exists(cache) && !Files.exists(recording);
    }

    boolean isRecorded() {
        return usable && Files.exists(recording) && !Files.exists(cache);
    }

    List<String> useOptions() {
        return List.of("-XX:AOTMode=auto", "-XX:AOTCache=" + cache, QUIET);
    }

    List<String> recordOptions() {
        return List.of("-XX:AOTMode=record", "-XX:AOTConfiguration=" + unfinished, QUIET);
    }

    List<String> createOptions() {
        return List.of("-XX:AOTMode=create", "-XX:AOTConfiguration=" + recording, "-XX:AOTCache=" + unfinished);
    }

    /**
     * Makes the process write its recording now. A JDK that cannot do that writes it when the process ends; see
     * {@link #keepRecording}.
     */
    void endRecording(long pid) {
        Path jcmd = Path.of(System.getProperty("java.home"), "bin", "jcmd");
        if (Shell.succeeds(RECORDING_LIMIT, jcmd.toString(), Long.toString(pid), "AOT.end_recording")) {
            keepRecording();
        }
    }

    /** Keeps what a recording process has written, if it has. */
    void keepRecording() {
        keep(recording);
    }

    /** Keeps the cache that a process with {@link #createOptions} has written; older builds' files are deleted. */
    void keepCache() {
        keep(cache);
        if (Files.exists(cache)) {
            delete(path -> !path.equals(cache));
        }
    }

    /** Forgets a cache that does not work. */
    void discard() {
        delete(path -> path.equals(cache) || path.equals(recording));
    }

    private void keep(Path as) {
        try {
            if (Files.exists(unfinished)) {
                Files.move(unfinished, as, StandardCopyOption.ATOMIC_MOVE, StandardCopyOption.REPLACE_EXISTING);
            }
        } catch (IOException slowerStartsOnly) {
            delete(path -> path.equals(unfinished));
        }
    }

    private void delete(Predicate<Path> which) {
        try (Stream<Path> files = Files.list(folder)) {
            for (Path file : files.filter(which).toList()) {
                Files.deleteIfExists(file);
            }
        } catch (IOException leftBehind) {
            // Costs space in a folder that a clean build deletes.
        }
    }

    private static boolean canWrite(Path folder) {
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
