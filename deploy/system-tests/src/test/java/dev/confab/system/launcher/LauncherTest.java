package dev.confab.system.launcher;

import static dev.confab.local.test.Patience.await;
import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpRequest.BodyPublishers;
import java.net.http.HttpResponse.BodyHandlers;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.awaitility.core.ConditionFactory;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class LauncherTest {
    private static final Pattern PASSWORD = Pattern.compile("administrator: admin, password: (\\S+)");

    @TempDir
    private Path folder;

    private final List<ConfabScript> started = new ArrayList<>();

    @AfterEach
    void endWhatTheTestLeft() {
        started.forEach(script -> script.launcher().destroyForcibly());
        List<ProcessHandle> launchers =
                started.stream().map(ConfabScript::launcher).toList();
        patiently().untilAsserted(() -> assertThat(launchers).noneMatch(ConfabScript::isRunning));
        started.forEach(script -> ConfabScript.down(data()).status());
    }

    /** One story, because each start of everything takes half a minute of the build. */
    @Test
    void keepsWhatWasWrittenWhateverDiesAndTellsThePasswordOnce() throws Exception {
        ConfabScript first = ready();
        Matcher password = PASSWORD.matcher(first.output());
        assertThat(password.find()).as(first.output()).isTrue();
        assertThat(signIn("admin", password.group(1))).isEqualTo(200);
        assertThat(signIn("admin", password.group(1) + "x")).isEqualTo(401);
        assertThat(first.output()).containsPattern("mail inbox +" + url("mail"));

        refusesToRunTwice(first);
        startsAServiceAgainThatDied(first);
        downStopsWhatAKilledLauncherLeft(first);

        ConfabScript again = ready();
        assertThat(again.output()).doesNotContain("password");
        assertThat(signIn("admin", password.group(1))).isEqualTo(200);
        downStopsAllThatRuns(again);
    }

    private void refusesToRunTwice(ConfabScript first) {
        ConfabScript second = ConfabScript.up(data());
        assertThat(second.status()).isEqualTo(3);
        assertThat(second.output()).contains("runs already").contains(url("chat-1"));
        assertThat(first.isRunning()).isTrue();
    }

    private void startsAServiceAgainThatDied(ConfabScript up) {
        long pid = pid("notification");

        ProcessHandle.of(pid).orElseThrow().destroyForcibly();

        patiently().untilAsserted(() -> {
            assertThat(up.output()).contains("notification ended unexpectedly", "notification is ready again");
            assertThat(pid("notification")).isNotEqualTo(pid);
        });
        assertThat(up.isRunning()).isTrue();
    }

    private void downStopsWhatAKilledLauncherLeft(ConfabScript up) {
        List<ProcessHandle> family = up.family();
        assertThat(family).hasSizeGreaterThan(6);

        up.launcher().destroyForcibly();
        ConfabScript down = ConfabScript.down(data());

        assertThat(down.status()).as(down.output()).isZero();
        patiently().untilAsserted(() -> assertThat(family).noneMatch(ConfabScript::isRunning));
        assertThat(data().resolve("run.json")).doesNotExist();
        ConfabScript nothing = ConfabScript.down(data());
        assertThat(nothing.status()).isZero();
        assertThat(nothing.output()).contains("nothing runs");
    }

    private void downStopsAllThatRuns(ConfabScript up) {
        List<ProcessHandle> family = up.family();
        assertThat(family).hasSizeGreaterThan(6);
        assertThat(ConfabScript.down(data()).status()).isZero();
        assertThat(up.status()).isZero();
        patiently().untilAsserted(() -> assertThat(family).noneMatch(ConfabScript::isRunning));
    }

    @Test
    @Tag("CH-09")
    void oneProcessOfChatNeedsNeitherKafkaNorOtherServices() throws Exception {
        ConfabScript crowd = up("--layer=local", "--chat-nodes=2");
        assertThat(crowd.status()).isEqualTo(2);
        assertThat(crowd.output()).contains("--layer kafka");

        ConfabScript alone = ready("--layer=local");
        assertThat(alone.output()).doesNotContain("mail inbox");
        for (String part : List.of("kafka", "notification", "task", "mail")) {
            assertThat(ConfabScript.running(data(), part)).as(part).isEmpty();
        }
        Matcher password = PASSWORD.matcher(alone.output());
        assertThat(password.find()).as(alone.output()).isTrue();
        assertThat(signIn("admin", password.group(1))).isEqualTo(200);

        // The place of a node that died is free when its lease ends.
        ProcessHandle.of(pid("chat-1")).orElseThrow().destroyForcibly();
        patiently().untilAsserted(() -> assertThat(alone.output()).contains("chat-1 is ready again"));
        assertThat(signIn("admin", password.group(1))).isEqualTo(200);
        assertThat(ConfabScript.down(data()).status()).isZero();
        assertThat(alone.status()).isZero();
    }

    @Test
    void downStopsWhatIsJustStarting() {
        ConfabScript up = up();
        patiently().until(() -> ConfabScript.running(data(), "kafka").isPresent());
        // A launcher that overtook this test is ready by now.
        assertThat(ConfabScript.phase(data())).isIn("starting", "ready");
        List<ProcessHandle> family = up.family();

        assertThat(ConfabScript.down(data()).status()).isZero();

        assertThat(up.status()).as(up.output()).isZero();
        patiently().untilAsserted(() -> assertThat(family).noneMatch(ConfabScript::isRunning));
    }

    @Test
    void namesTheTakenPortAndTheSettingThatChangesIt() throws IOException {
        try (ServerSocket somebody = new ServerSocket(0, 1, InetAddress.getLoopbackAddress())) {
            ConfabScript up = up("--task-port=" + somebody.getLocalPort());
            assertThat(up.status()).isEqualTo(1);
            assertThat(up.output())
                    .contains("port " + somebody.getLocalPort())
                    .contains("task")
                    .contains("--task-port")
                    .contains("CONFAB_TASK_PORT");
        }
        assertThat(Files.exists(data().resolve("postgres"))).isFalse();
    }

    private Path data() {
        return folder.resolve("data");
    }

    private ConfabScript up(String... options) {
        ConfabScript script = ConfabScript.up(data(), options);
        started.add(script);
        return script;
    }

    private ConfabScript ready(String... options) {
        ConfabScript script = up(options);
        patiently().untilAsserted(() -> {
            assertThat(script.isRunning()).as(script.output()).isTrue();
            assertThat(script.output()).contains("Ctrl-C stops it");
        });
        return script;
    }

    private String url(String name) {
        return ConfabScript.running(data(), name).orElseThrow().path("url").asText();
    }

    private long pid(String name) {
        return ConfabScript.running(data(), name).orElseThrow().path("pid").asLong();
    }

    private int signIn(String username, String password) throws IOException, InterruptedException {
        try (HttpClient client = HttpClient.newHttpClient()) {
            HttpRequest request = HttpRequest.newBuilder(URI.create(url("chat-1") + "/api/auth/login"))
                    .header("Content-Type", "application/json")
                    .POST(BodyPublishers.ofString(
                            "{\"username\":\"%s\",\"password\":\"%s\"}".formatted(username, password)))
                    .build();
            return client.send(request, BodyHandlers.ofString()).statusCode();
        }
    }

    private static ConditionFactory patiently() {
        return await().pollInterval(Duration.ofMillis(200)).atMost(Duration.ofMinutes(4));
    }
}
