package dev.confab.bench;

import com.fasterxml.jackson.databind.JsonNode;
import dev.confab.client.ClientJson;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;

/** CPU time and memory of the processes of a suite, read from {@code /proc}; with children, because of PostgreSQL. */
final class ServerProcesses {
    /** A part of the suite. */
    record Server(String name, long pid) {}

    /** The kernel's unit of CPU time is a hundredth of a second on every Linux that runs a JDK 25. */
    private static final long MICROS_PER_TICK = 10_000;

    private static final Path PROC = Path.of("/proc");

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

    /** Resident memory of a process in KiB. */
    static long residentKib(long pid) throws IOException {
        for (String line : Files.readAllLines(PROC.resolve(Long.toString(pid)).resolve("status"))) {
            if (line.startsWith("VmRSS:")) {
                return Long.parseLong(line.replaceAll("\\D", ""));
            }
        }
        throw new BenchException("no memory figure for process " + pid);
    }
}
