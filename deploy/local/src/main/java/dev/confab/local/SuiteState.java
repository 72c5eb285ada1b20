package dev.confab.local;

import com.fasterxml.jackson.databind.DeserializationFeature;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.util.List;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/**
 * What runs, for other processes: {@code run.json} in the data folder. Process ids come with the time their
 * process started, so that nobody takes another process for ours.
 *
 * @param phase {@code starting}, {@code ready} or {@code stopping}
 * @param launcherPid the process that started the suite and stops it
 * @param processes in the order of their start
 */
record SuiteState(String phase, long launcherPid, long launcherStartedMillis, List<RunningProcess> processes) {
    private static final String FILE = "run.json";
    private static final ObjectMapper JSON =
            new ObjectMapper().configure(DeserializationFeature.FAIL_ON_UNKNOWN_PROPERTIES, false);

    /**
     * @param name {@code postgres}, {@code redis}, {@code kafka}, {@code chat-1}, {@code chat-2}, ...,
     *     {@code notification} or {@code task}
     * @param stopSignal what ends it gracefully
     * @param url where it is reached; without a password
     */
    record RunningProcess(
            String name,
            long pid,
            long startedMillis,
            String stopSignal,
            int port,
            @Nullable String url) {
        Optional<ProcessHandle> find() {
            return ProcessIds.find(pid, startedMillis);
        }
    }

    /** Replaces the file at once: readers see the old state or the new one. */
    void write(Path dataDir) {
        try {
            Path fresh = dataDir.resolve(FILE + ".new");
            JSON.writerWithDefaultPrettyPrinter().writeValue(fresh.toFile(), this);
            Files.move(
                    fresh, dataDir.resolve(FILE), StandardCopyOption.ATOMIC_MOVE, StandardCopyOption.REPLACE_EXISTING);
        } catch (IOException e) {
            throw new LocalStackException("cannot write the state file in " + dataDir + ": " + e.getMessage(), e);
        }
    }

    static Optional<SuiteState> read(Path dataDir) {
        try {
            return Optional.of(JSON.readValue(Files.readString(dataDir.resolve(FILE)), SuiteState.class));
        } catch (NoSuchFileException nothingRuns) {
            return Optional.empty();
        } catch (IOException e) {
            throw new LocalStackException("cannot read the state file in " + dataDir + ": " + e.getMessage(), e);
        }
    }

    static void delete(Path dataDir) {
        try {
            Files.deleteIfExists(dataDir.resolve(FILE));
        } catch (IOException e) {
            throw new LocalStackException("cannot delete the state file in " + dataDir + ": " + e.getMessage(), e);
        }
    }

    Optional<ProcessHandle> launcher() {
        return ProcessIds.find(launcherPid, launcherStartedMillis);
    }
}
