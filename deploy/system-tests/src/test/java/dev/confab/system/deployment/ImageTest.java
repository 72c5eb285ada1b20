package dev.confab.system.deployment;

import static dev.confab.local.test.Patience.await;
import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import dev.confab.local.EmbeddedPostgres;
import dev.confab.local.EmbeddedStack;
import dev.confab.local.Ports;
import dev.confab.local.test.CommittedFile;
import dev.confab.system.chat.TwoNodeSuite;
import java.io.IOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.file.Files;
import java.nio.file.Path;
import java.sql.Connection;
import java.sql.SQLException;
import java.sql.Statement;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.concurrent.TimeUnit;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Images cannot be built everywhere, but their content can be put together, and their command run. */
class ImageTest {
    private static final Pattern SQL = Pattern.compile("(?s)<<'SQL'\\n(.*?)\\nSQL\\n");
    private static final String ROLE = "image_test";
    private static final String PASSWORD = "only for this test";

    private final ImageRecipe recipe = new ImageRecipe();
    private final HttpClient http = HttpClient.newHttpClient();

    @ParameterizedTest
    @ValueSource(strings = {"chat-service", "notification-service", "task-worker"})
    void theRecipeCopiesWhatTheBuildMakes(String service, @TempDir Path home) {
        recipe.copyInto(home, service);

        assertThat(home.resolve("quarkus-run.jar")).exists();
        assertThat(home.resolve("lib/main")).isNotEmptyDirectory();
        assertThat(home.resolve("app")).isNotEmptyDirectory();
    }

    @Test
    void theImageNeedsNoRights() {
        assertThat(recipe.the("USER")).matches("[1-9]\\d*:[1-9]\\d*");
        assertThat(recipe.the("STOPSIGNAL")).isEqualTo("SIGTERM");
        // One that is started by a shell would not get the signal.
        assertThat(recipe.the("ENTRYPOINT")).startsWith("[");
    }

    /**
     * The command of the recipe with the environment of the compose file and a role as its script creates them:
     * starts, answers the probes of the manifests, has the gauge they scale by, writes nowhere beside its temporary
     * folder, and ends on SIGTERM.
     */
    @Test
    void aServiceRunsFromItsImage(@TempDir Path folder) throws Exception {
        Path home = folder.resolve("home");
        recipe.copyInto(home, "chat-service");
        List<Path> before = files(home);
        int port = Ports.free();
        createDatabase();
        Process service = start(folder, home, port);
        try {
            List<String> healthy = recipe.command(recipe.the("HEALTHCHECK").replaceFirst("^.*CMD ", ""), home);
            await().atMost(Duration.ofMinutes(2)).until(() -> {
                assertThat(service.isAlive()).as(() -> output(folder)).isTrue();
                return succeeds(healthy, port);
            });
            probesOfTheManifestsSucceed(port);
            assertThat(output(folder)).doesNotContain("may not read the server's identity");

            service.destroy();

            assertThat(service.waitFor(30, TimeUnit.SECONDS)).isTrue();
            assertThat(succeeds(healthy, port)).isFalse();
            assertThat(files(home)).isEqualTo(before);
        } finally {
            service.destroyForcibly();
        }
    }

    private Process start(Path folder, Path home, int port) throws IOException {
        Path secrets =
                Files.writeString(folder.resolve("chat.properties"), "quarkus.datasource.password=" + PASSWORD + "\n");
        EmbeddedStack stack = TwoNodeSuite.get().stack();
        Map<String, String> variables = new TreeMap<>(recipe.environment());
        YamlFile.read("deploy/compose/compose.yaml")
                .at("/services/chat-1/environment")
                .properties()
                .forEach(variable ->
                        variables.put(variable.getKey(), variable.getValue().asText()));
        replace(variables, "QUARKUS_CONFIG_LOCATIONS", secrets.toString());
        replace(variables, "QUARKUS_DATASOURCE_JDBC_URL", stack.postgres().jdbcUrl(ROLE));
        replace(variables, "QUARKUS_DATASOURCE_USERNAME", ROLE);
        replace(variables, "QUARKUS_REDIS_HOSTS", stack.redis().url());
        replace(variables, "KAFKA_BOOTSTRAP_SERVERS", stack.kafka().bootstrapServers());
        replace(variables, "QUARKUS_HTTP_HOST", "127.0.0.1");
        replace(variables, "QUARKUS_HTTP_PORT", Integer.toString(port));
        // Another installation on the same broker: it must not publish what nobody else can read.
        variables.put("CONFAB_RELAY_ENABLED", "false");

        List<String> command = new ArrayList<>(recipe.command(recipe.the("ENTRYPOINT"), home));
        assertThat(command.getFirst()).isEqualTo("java");
        command.set(0, Path.of(System.getProperty("java.home"), "bin", "java").toString());
        ProcessBuilder builder = new ProcessBuilder(command)
                .directory(home.toFile())
                .redirectErrorStream(true)
                .redirectOutput(folder.resolve("output").toFile());
        builder.environment().putAll(variables);
        return builder.start();
    }

    private static void replace(Map<String, String> variables, String name, String value) {
        assertThat(variables).containsKey(name);
        variables.put(name, value);
    }

    /** With the statements of the script that prepares the databases of the compose file. */
    private static void createDatabase() throws SQLException {
        Matcher script =
                SQL.matcher(CommittedFile.named("deploy/compose/databases.sh").text());
        assertThat(script.find()).isTrue();
        EmbeddedPostgres postgres = TwoNodeSuite.get().stack().postgres();
        try (Connection connection = postgres.connect("postgres");
                Statement statement = connection.createStatement()) {
            for (String line : script.group(1).lines().toList()) {
                if (!line.startsWith("\\")) {
                    statement.execute(line.replace(":\"database\"", ROLE).replace(":'password'", "'" + PASSWORD + "'"));
                }
            }
        }
    }

    private void probesOfTheManifestsSucceed(int port) throws IOException, InterruptedException {
        Manifests manifests = Manifests.rendered("deploy/kubernetes/overlays/production");
        for (JsonNode deployment : manifests.deployments()) {
            for (String probe : List.of("startupProbe", "readinessProbe", "livenessProbe")) {
                String path = Manifests.container(deployment)
                        .at("/" + probe + "/httpGet/path")
                        .asText();
                await().untilAsserted(() ->
                        assertThat(get(port, path).statusCode()).as(path).isEqualTo(200));
            }
        }
        String metrics = deploymentMetric();
        assertThat(get(port, "/q/metrics").body()).containsPattern("(?m)^" + metrics + "[ {]");
    }

    private static String deploymentMetric() {
        Matcher name = Pattern.compile("metric:\\s+name: (\\w+)")
                .matcher(CommittedFile.named("deploy/kubernetes/components/connections/kustomization.yaml")
                        .text());
        assertThat(name.find()).isTrue();
        return name.group(1);
    }

    private HttpResponse<String> get(int port, String path) throws IOException, InterruptedException {
        return http.send(
                HttpRequest.newBuilder(URI.create("http://127.0.0.1:" + port + path))
                        .build(),
                HttpResponse.BodyHandlers.ofString());
    }

    private static boolean succeeds(List<String> command, int port) throws IOException, InterruptedException {
        ProcessBuilder builder = new ProcessBuilder(command)
                .redirectOutput(ProcessBuilder.Redirect.DISCARD)
                .redirectError(ProcessBuilder.Redirect.DISCARD);
        builder.environment().put("QUARKUS_HTTP_PORT", Integer.toString(port));
        return builder.start().waitFor() == 0;
    }

    private static String output(Path folder) {
        try {
            return Files.readString(folder.resolve("output"));
        } catch (IOException e) {
            return e.toString();
        }
    }

    private static List<Path> files(Path folder) throws IOException {
        try (Stream<Path> files = Files.walk(folder)) {
            return files.sorted().toList();
        }
    }
}
