package dev.confab.bench;

import com.fasterxml.jackson.databind.JsonNode;
import dev.confab.client.ClientJson;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.TimeUnit;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Stream;

/** CPU time and memory of the processes of a suite, read from {@code /proc}; with children, because of PostgreSQL. */
final class ServerProcesses {
    /** A part of the suite. */
    record Server(String name, long pid) {}

    /** Kibibytes of a JVM. */
    record Memory(long liveHeapKib, long residentOutsideHeapKib) {}

    /** The kernel's unit of CPU time is a hundredth of a second on every Linux that runs a JDK 25. */
    private static final long MICROS_PER_TICK = 10_000;

    private static final Path PROC = Path.of("/proc");

    /** The first line of what the JVM says about its heap, whichever collector it has. */
    private static final Pattern HEAP =
            Pattern.compile("used (?<used>\\d+)K \\[0x(?<from>[0-9a-f]+), 0x(?<to>[0-9a-f]+)\\)");

    private static final Pattern MAPPING = Pattern.compile("^([0-9a-f]+)-[0-9a-f]+ ");

    private ServerProcesses() {}

    static List<Server> read(Path runJson) throws IOException {
        List<Server> servers = new ArrayList<>();
        for (JsonNode process : ClientJson.mapper().readTree(runJson.toFile()).path("processes")) {
            servers.add(new Server(
                    process.path("name").asText(), process.path("pid").asLong()));
        }
        return List.copyOf(servers);
    }

    /** Microseconds of CPU that each server has used since its start. */
    static Map<String, Long> cpuMicros(List<Server> servers) throws IOException {
        Map<Long, Long> parents = new LinkedHashMap<>();
        Map<Long, Long> ticks = new LinkedHashMap<>();
        Map<Long, Long> ticksOfEndedChildren = new LinkedHashMap<>();
        try (Stream<Path> entries = Files.list(PROC)) {
            for (Path entry : (Iterable<Path>) entries::iterator) {
                if (entry.getFileName().toString().matches("\\d+")) {
                    readStat(entry, parents, ticks, ticksOfEndedChildren);
                }
            }
        }
        Map<String, Long> result = new LinkedHashMap<>();
        for (Server server : servers) {
            long sum = ticksOfEndedChildren.getOrDefault(server.pid(), 0L);
            for (Map.Entry<Long, Long> process : ticks.entrySet()) {
                if (belongs(process.getKey(), server.pid(), parents)) {
                    sum += process.getValue();
                }
            }
            result.put(server.name(), sum * MICROS_PER_TICK);
        }
        return result;
    }

    /** Microseconds of CPU that this process has used since its start. */
    static long ownCpuMicros() {
        return ProcessHandle.current()
                .info()
                .totalCpuDuration()
                .map(Duration::toNanos)
                .map(TimeUnit.NANOSECONDS::toMicros)
                .orElse(0L);
    }

    private static void readStat(
            Path entry, Map<Long, Long> parents, Map<Long, Long> ticks, Map<Long, Long> ticksOfEndedChildren) {
        String stat;
        try {
            stat = Files.readString(entry.resolve("stat"));
        } catch (IOException e) {
            return; // ended while we looked
        }
        long pid = Long.parseLong(entry.getFileName().toString());
        // The name of a process stands in brackets and may hold anything; fields are counted from behind it.
        String[] fields = stat.substring(stat.lastIndexOf(')') + 2).split(" ", -1);
        parents.put(pid, Long.parseLong(fields[1]));
        ticks.put(pid, Long.parseLong(fields[11]) + Long.parseLong(fields[12]));
        ticksOfEndedChildren.put(pid, Long.parseLong(fields[13]) + Long.parseLong(fields[14]));
    }

    private static boolean belongs(long pid, long server, Map<Long, Long> parents) {
        long current = pid;
        while (current > 1) {
            if (current == server) {
                return true;
            }
            current = parents.getOrDefault(current, 0L);
        }
        return false;
    }

    /** Has a JVM collect its garbage, all of it. */
    static void collectGarbage(long pid) throws IOException, InterruptedException {
        jcmd(pid, "GC.run");
    }

    /** What a JVM's objects need, as of its last collection, and what else of it is in memory. */
    static Memory memory(long pid) throws IOException, InterruptedException {
        Matcher heap = HEAP.matcher(jcmd(pid, "GC.heap_info"));
        if (!heap.find()) {
            throw new BenchException("process " + pid + " does not say how much of its heap is used");
        }
        long from = Long.parseUnsignedLong(heap.group("from"), 16);
        long to = Long.parseUnsignedLong(heap.group("to"), 16);
        long resident = 0;
        boolean counts = false;
        for (String line : Files.readAllLines(PROC.resolve(Long.toString(pid)).resolve("smaps"))) {
            Matcher mapping = MAPPING.matcher(line);
            if (mapping.find()) {
                long start = Long.parseUnsignedLong(mapping.group(1), 16);
                counts = start < from || start >= to;
            } else if (counts && line.startsWith("Rss:")) {
                resident += Long.parseLong(line.replaceAll("\\D", ""));
            }
        }
        return new Memory(Long.parseLong(heap.group("used")), resident);
    }

    private static String jcmd(long pid, String command) throws IOException, InterruptedException {
        Path jcmd = Path.of(System.getProperty("java.home"), "bin", "jcmd");
        Process process = new ProcessBuilder(jcmd.toString(), Long.toString(pid), command)
                .redirectErrorStream(true)
                .start();
        String answer = new String(process.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
        if (process.waitFor() != 0) {
            throw new BenchException("jcmd " + pid + " " + command + " failed: " + answer.strip());
        }
        return answer;
    }
}
