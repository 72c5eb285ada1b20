package dev.confab.local;

import static dev.confab.local.test.Patience.await;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.confab.local.EmbeddedStack.StackPorts;
import java.io.IOException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.nio.file.Path;
import java.sql.Connection;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class EmbeddedStackTest {
    @TempDir
    private Path dir;

    @Test
    void keepsItsDataBetweenRunsAndLeavesNoProcess() throws SQLException {
        List<ProcessHandle> processes = new ArrayList<>();
        StackPorts ports;
        try (EmbeddedStack stack = EmbeddedStack.start(dir, StackPorts.FREE)) {
            ports = new StackPorts(
                    stack.postgres().port(), stack.redis().port(), stack.kafka().port(), 0, 0);
            update(stack.postgres(), "CREATE TABLE note (text varchar)");
            update(stack.postgres(), "INSERT INTO note VALUES ('kept')");
            assertThat(stack.redis().command("SET note kept")).isEqualTo("+OK");
            acknowledgedMeansFlushed(stack.postgres());
            processes.addAll(processesOf(stack));
        }
        assertThat(processes).hasSizeGreaterThan(3);
        await().untilAsserted(() -> assertThat(processes).noneMatch(ProcessIds::isRunning));

        try (EmbeddedStack stack = EmbeddedStack.start(dir, ports)) {
            assertThat(query(stack.postgres(), "SELECT text FROM note")).isEqualTo("kept");
            assertThat(stack.redis().command("STRLEN note")).isEqualTo(":4");
            await().until(stack.kafka()::isReady);
        }
    }

    private static void acknowledgedMeansFlushed(EmbeddedPostgres postgres) throws SQLException {
        assertThat(query(postgres, "SHOW fsync")).isEqualTo("on");
        assertThat(query(postgres, "SHOW synchronous_commit")).isEqualTo("on");
        assertThat(query(postgres, "SHOW full_page_writes")).isEqualTo("on");
    }

    @Test
    void committedDataSurvivesTheKillOfPostgres() throws SQLException {
        EmbeddedPostgres postgres = EmbeddedStack.shared().postgres();
        update(postgres, "CREATE TABLE survivor (id int)");
        try (Connection connection = postgres.connect("confab_chat");
                Statement statement = connection.createStatement()) {
            for (int id = 1; id <= 100; id++) {
                statement.executeUpdate("INSERT INTO survivor VALUES (" + id + ")");
            }
            connection.setAutoCommit(false);
            statement.executeUpdate("INSERT INTO survivor VALUES (101)");
            postgres.kill();
            assertThat(postgres.isRunning()).isFalse();
        } catch (SQLException closingALostConnection) {
            assertThat(postgres.isRunning()).isFalse();
        }

        postgres.start();

        assertThat(query(postgres, "SELECT count(*) || ' up to ' || max(id) FROM survivor"))
                .isEqualTo("100 up to 100");
    }

    @Test
    void kafkaComesBackAfterAKill() {
        EmbeddedKafka kafka = EmbeddedStack.shared().kafka();
        long before = kafka.pid();
        kafka.kill();
        kafka.start();
        assertThat(kafka.pid()).isNotEqualTo(before);
        await().until(kafka::isReady);
    }

    @Test
    void aPausedServerAnswersAgainAfterResume() {
        EmbeddedRedis redis = EmbeddedStack.shared().redis();
        redis.pause();
        try {
            assertThat(redis.isReady()).isFalse();
        } finally {
            redis.resume();
        }
        assertThat(redis.command("PING")).isEqualTo("+PONG");
    }

    @Test
    void namesThePartWhosePortIsTaken() throws IOException {
        try (ServerSocket somebody = new ServerSocket(0, 1, InetAddress.getLoopbackAddress())) {
            assertThatThrownBy(() -> EmbeddedStack.start(dir, new StackPorts(0, somebody.getLocalPort(), 0, 0, 0)))
                    .isInstanceOfSatisfying(PortTakenException.class, taken -> {
                        assertThat(taken.part()).isEqualTo("redis");
                        assertThat(taken.port()).isEqualTo(somebody.getLocalPort());
                    });
        }
    }

    /** Runs a stack in a JVM of its own, kills that JVM, and looks for what it left. */
    @Test
    void nothingOutlivesAKilledJvm() throws IOException {
        Process jvm = new ProcessBuilder(
                        Path.of(System.getProperty("java.home"), "bin", "java").toString(),
                        "-Dconfab.root=" + Checkout.root(),
                        "-cp",
                        System.getProperty("java.class.path"),
                        IdleStack.class.getName(),
                        dir.toString())
                .redirectError(ProcessBuilder.Redirect.INHERIT)
                .start();
        List<ProcessHandle> children;
        try (var output = jvm.inputReader()) {
            assertThat(output.readLine()).isEqualTo("started");
            children = jvm.descendants().toList();
        } finally {
            jvm.destroyForcibly();
        }
        assertThat(children).hasSizeGreaterThan(3);
        await().atMost(Duration.ofMinutes(2))
                .untilAsserted(() -> assertThat(children).noneMatch(ProcessIds::isRunning));
    }

    /** Main class of the JVM that is killed. */
    static final class IdleStack {
        private IdleStack() {}

        public static void main(String[] args) throws InterruptedException {
            EmbeddedStack stack = EmbeddedStack.start(Path.of(args[0]), StackPorts.FREE);
            stack.postgres().pause();
            System.out.println("started");
            Thread.currentThread().join();
        }
    }

    private static List<ProcessHandle> processesOf(EmbeddedStack stack) {
        return Stream.of(
                        stack.postgres().pid(),
                        stack.redis().pid(),
                        stack.kafka().pid())
                .flatMap(pid -> ProcessHandle.of(pid).stream())
                .flatMap(process -> Stream.concat(Stream.of(process), process.descendants()))
                .toList();
    }

    private static void update(EmbeddedPostgres postgres, String sql) throws SQLException {
        try (Connection connection = postgres.connect("confab_chat");
                Statement statement = connection.createStatement()) {
            statement.execute(sql);
        }
    }

    private static String query(EmbeddedPostgres postgres, String sql) throws SQLException {
        try (Connection connection = postgres.connect("confab_chat");
                Statement statement = connection.createStatement();
                ResultSet result = statement.executeQuery(sql)) {
            result.next();
            return result.getString(1);
        }
    }
}
