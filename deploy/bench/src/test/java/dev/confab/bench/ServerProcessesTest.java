package dev.confab.bench;

import static dev.confab.local.test.Patience.await;
import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class ServerProcessesTest {
    @Test
    void countsTheTimeOfAProcessAndOfItsChildren() throws IOException {
        // The shell itself only waits; what it counts is done by its child.
        Process shell = new ProcessBuilder("sh", "-c", "(while :; do :; done) & wait").start();
        try {
            List<ServerProcesses.Server> servers = List.of(new ServerProcesses.Server("busy", shell.pid()));
            await().untilAsserted(() ->
                    assertThat(ServerProcesses.cpuMicros(servers).get("busy")).isGreaterThan(100_000));
        } finally {
            shell.descendants().forEach(ProcessHandle::destroyForcibly);
            shell.destroyForcibly();
        }
    }

    @Test
    void readsTheProcessesOfARunningSuite(@TempDir Path directory) throws IOException {
        Path file = Files.writeString(
                directory.resolve("run.json"),
                "{\"phase\":\"ready\",\"processes\":[{\"name\":\"chat-1\",\"pid\":42,\"port\":1}]}");
        assertThat(ServerProcesses.read(file)).containsExactly(new ServerProcesses.Server("chat-1", 42));
    }

    @Test
    void dividesTheTimeOfEveryServerByTheDeliveries() {
        CpuUse use = CpuUse.between(Map.of("chat", 1_000L), Map.of("chat", 3_000L), 100, 0.001);

        assertThat(use.microsEach()).containsEntry("chat", 20.0).containsEntry("all", 20.0);
        assertThat(use.processors()).isEqualTo(2.0);
    }
}
