package dev.confab.local;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.BufferedReader;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import org.junit.jupiter.api.Test;

class PortsTest {
    private static final int PROCESSES = 3;
    /** So many of the range that processes which know nothing of each other would choose some twice. */
    private static final int PORTS = 400;

    @Test
    void processesThatRunAtTheSameTimeGetDifferentPorts() throws IOException, InterruptedException {
        List<Process> processes = new ArrayList<>();
        List<Integer> ports = new ArrayList<>();
        try {
            for (int i = 0; i < PROCESSES; i++) {
                processes.add(new ProcessBuilder(
                                Path.of(System.getProperty("java.home"), "bin", "java")
                                        .toString(),
                                "-cp",
                                System.getProperty("java.class.path"),
                                Holder.class.getName())
                        .redirectError(ProcessBuilder.Redirect.INHERIT)
                        .start());
            }
            for (Process process : processes) {
                BufferedReader lines = process.inputReader(StandardCharsets.UTF_8);
                for (int i = 0; i < PORTS; i++) {
                    ports.add(Integer.valueOf(lines.readLine()));
                }
            }
        } finally {
            for (Process process : processes) {
                process.getOutputStream().close();
                process.waitFor();
            }
        }
        Set<Integer> different = new HashSet<>(ports);
        assertThat(different).hasSameSizeAs(ports).hasSize(PROCESSES * PORTS);
    }

    /** Takes ports, prints them, and keeps them until its input ends. */
    static final class Holder {
        private Holder() {}

        public static void main(String[] args) throws IOException {
            for (int i = 0; i < PORTS; i++) {
                System.out.println(Ports.free());
            }
            System.in.read();
        }
    }
}
