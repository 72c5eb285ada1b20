package dev.confab.local;

import java.io.File;
import java.io.IOException;
import java.io.RandomAccessFile;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.locks.LockSupport;
import java.util.function.BooleanSupplier;
import java.util.stream.Stream;

/**
 * A long-running child process: in a session of its own, so that Ctrl-C in the terminal reaches only us and the
 * order of stopping stays ours; its output in a log file; never outliving this JVM ({@link Reaper}).
 */
final class ServerProcess {
    /** Secrets that only some children are meant to have, and only when they are told so. */
    private static final Set<String> NOT_INHERITED = Set.of("CONFAB_ADMIN_PASSWORD", "CONFAB_POSTGRES_URL");

    private static final long LOG_LIMIT_BYTES = 5L * 1024 * 1024;
    private static final int TAIL_LINES = 15;
    private static final long TAIL_BYTES = 16L * 1024;
    private static final long POLL_MILLIS = 20;

    private final String name;
    private final Process process;
    private final String stopSignal;
    private final Path log;
    private final CompletableFuture<Process> exit;
    private volatile Path tail;
    private volatile boolean killed;
    private List<Long> paused = List.of();

    private ServerProcess(String name, Process process, String stopSignal, Path log) {
        this.name = name;
        this.process = process;
        this.stopSignal = stopSignal;
        this.log = log;
        tail = log;
        exit = process.onExit().whenComplete((ended, failed) -> Reaper.release(ended.pid()));
    }

    /**
     * Starts the command.
     *
     * @param stopSignal the signal that ends it gracefully, such as {@code TERM}
     * @param environment added to this JVM's own
     * @param log gets standard output and error; a large one of an earlier run is kept as {@code <log>.1}
     */
    static ServerProcess start(
            String name, List<String> command, String stopSignal, Map<String, String> environment, Path log) {
        try {
            rotate(log);
            ProcessBuilder builder = new ProcessBuilder(inOwnSession(command))
                    .redirectInput(ProcessBuilder.Redirect.from(new File("/dev/null")))
                    .redirectErrorStream(true)
                    .redirectOutput(ProcessBuilder.Redirect.appendTo(log.toFile()));
            builder.environment().keySet().removeAll(NOT_INHERITED);
            builder.environment().putAll(environment);
            Process process = builder.start();
            Reaper.watch(process.pid(), stopSignal);
            return new ServerProcess(name, process, stopSignal, log);
        } catch (IOException e) {
            throw new LocalStackException("cannot start %s: %s".formatted(name, e.getMessage()), e);
        }
    }

    /** The same command, detached from the terminal's process group; its process id is that of the program. */
    static List<String> inOwnSession(List<String> command) {
        List<String> result = new ArrayList<>();
        if (Shell.find("setsid").isPresent()) {
            result.add("setsid");
        } else if (Shell.find("perl").isPresent()) {
            result.addAll(List.of("perl", "-MPOSIX", "-e", "POSIX::setsid(); exec @ARGV"));
        }
        result.addAll(command);
        return result;
    }

    /** The process writes its real log to another file; it is the one to quote once it has content. */
    void logsTo(Path file) {
        tail = file;
    }

    String stopSignal() {
        return stopSignal;
    }

    long startedMillis() {
        return ProcessIds.startMillis(process.toHandle());
    }

    long pid() {
        return process.pid();
    }

    /** True if {@link #kill()} was called, as it is for a process that is not ready in time. */
    boolean killedByUs() {
        return killed;
    }

    /** Exit status of a process that has ended. */
    int status() {
        return process.exitValue();
    }

    boolean isAlive() {
        return process.isAlive();
    }

    CompletableFuture<Process> onExit() {
        return exit;
    }

    /** Waits until the process answers; if it ends or takes too long, it is killed and the log says why. */
    void awaitReady(BooleanSupplier ready, Duration limit) {
        long deadline = System.nanoTime() + limit.toNanos();
        try {
            while (!ready.getAsBoolean()) {
                if (!process.isAlive()) {
                    throw new LocalStackException(
                            "%s ended with status %d while starting%s".formatted(name, process.exitValue(), logTail()));
                }
                if (System.nanoTime() > deadline) {
                    throw new LocalStackException(
                            "%s was not ready after %d s%s".formatted(name, limit.toSeconds(), logTail()));
                }
                TimeUnit.MILLISECONDS.sleep(POLL_MILLIS);
            }
        } catch (InterruptedException stop) {
            kill();
            Thread.currentThread().interrupt();
            throw new LocalStackException(name + " was stopped while starting", stop);
        } catch (RuntimeException failed) {
            if (process.isAlive()) {
                kill();
            }
            throw failed;
        }
    }

    /** Waits until the process ends by itself; an interrupted caller kills it. False unless its status is 0. */
    boolean endsWell() {
        try {
            return process.waitFor() == 0;
        } catch (InterruptedException stop) {
            kill();
            Thread.currentThread().interrupt();
            return false;
        }
    }

    /** Ends the process gracefully, by force after the grace period. Returns when it is gone. */
    void stop(Duration grace) {
        if (!process.isAlive()) {
            return;
        }
        resume();
        List<ProcessHandle> children = descendants();
        Shell.signal(stopSignal, List.of(pid()));
        if (!exitsWithin(grace)) {
            kill();
        }
        awaitGone(children);
    }

    /** SIGKILL to the process and all that it started, as a power cut would. Returns when they are gone. */
    void kill() {
        killed = true;
        List<ProcessHandle> children = descendants();
        process.destroyForcibly();
        children.forEach(ProcessHandle::destroyForcibly);
        paused = List.of();
        exitsWithin(Duration.ofSeconds(10));
        awaitGone(children);
    }

    /** SIGSTOP to the process and all that it started. */
    void pause() {
        paused = Stream.concat(Stream.of(pid()), descendants().stream().map(ProcessHandle::pid))
                .toList();
        paused.stream().filter(pid -> pid != pid()).forEach(pid -> Reaper.watch(pid, "KILL"));
        Shell.signal("STOP", paused);
    }

    /** Undoes {@link #pause()}; without it, does nothing. */
    void resume() {
        Shell.signal("CONT", paused);
        paused.stream().filter(pid -> pid != pid()).forEach(Reaper::release);
        paused = List.of();
    }

    /** The last lines of the log, with a heading that names the file; empty if nothing was written. */
    String logTail() {
        String own = tailOf(log);
        return tail.equals(log) ? own : own + tailOf(tail);
    }

    private static String tailOf(Path file) {
        try (var content = new RandomAccessFile(file.toFile(), "r")) {
            byte[] bytes = new byte[(int) Math.min(TAIL_BYTES, content.length())];
            content.seek(content.length() - bytes.length);
            content.readFully(bytes);
            List<String> lines =
                    new String(bytes, StandardCharsets.UTF_8).lines().toList();
            List<String> last = lines.subList(Math.max(0, lines.size() - TAIL_LINES), lines.size());
            return last.isEmpty() ? "" : "\nthe end of " + file + ":\n  " + String.join("\n  ", last);
        } catch (IOException unreadable) {
            return "";
        }
    }

    private List<ProcessHandle> descendants() {
        return process.descendants().toList();
    }

    private boolean exitsWithin(Duration limit) {
        boolean interrupted = Thread.interrupted();
        try {
            return process.waitFor(limit.toMillis(), TimeUnit.MILLISECONDS);
        } catch (InterruptedException again) {
            interrupted = true;
            return !process.isAlive();
        } finally {
            if (interrupted) {
                Thread.currentThread().interrupt();
            }
        }
    }

    private static void awaitGone(List<ProcessHandle> children) {
        long deadline = System.nanoTime() + Duration.ofSeconds(5).toNanos();
        while (System.nanoTime() < deadline && children.stream().anyMatch(ProcessIds::isRunning)) {
            LockSupport.parkNanos(Duration.ofMillis(POLL_MILLIS).toNanos());
        }
        children.stream().filter(ProcessIds::isRunning).forEach(ProcessHandle::destroyForcibly);
    }

    private static void rotate(Path log) throws IOException {
        Files.createDirectories(log.toAbsolutePath().getParent());
        if (Files.exists(log) && Files.size(log) > LOG_LIMIT_BYTES) {
            Files.move(log, log.resolveSibling(log.getFileName() + ".1"), StandardCopyOption.REPLACE_EXISTING);
        }
    }
}
