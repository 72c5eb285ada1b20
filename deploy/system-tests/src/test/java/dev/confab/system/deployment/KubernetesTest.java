package dev.confab.system.deployment;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.confab.local.test.CommittedFile;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInstance;

/** The manifests of {@code deploy/kubernetes}, rendered, held against the API of Kubernetes and against the services. */
@TestInstance(TestInstance.Lifecycle.PER_CLASS)
class KubernetesTest {
    private static final String OVERLAY = "deploy/kubernetes/overlays/production";
    private static final String COMPONENT = "deploy/kubernetes/components/connections";
    private static final String SHARED_FILES = "deploy/kubernetes/components/shared-files";
    /** Beyond what is added up: for the JVM to end. */
    private static final Duration SPARE = Duration.ofSeconds(5);

    private final SettingsReference settings = new SettingsReference();
    private Manifests manifests;

    @BeforeAll
    void render() {
        manifests = Manifests.rendered(OVERLAY);
    }

    @Test
    void theApiKnowsEveryFieldOfEveryManifest() {
        assertThat(manifests.all()).hasSizeGreaterThan(15).allSatisfy(Manifests::check);
        assertThat(manifests.deployments())
                .extracting(Manifests::name)
                .containsExactlyInAnyOrder("chat", "notification", "task");
    }

    @Test
    void aMisspeltFieldWouldBeNoticed() {
        ObjectNode deployment = manifests.named("Deployment", "chat").deepCopy();
        ((ObjectNode) Manifests.container(deployment).path("readinessProbe")).put("periodSecond", 3);

        assertThatThrownBy(() -> Manifests.check(deployment)).hasMessageContaining("periodSecond");
    }

    @Test
    void theOptionalScalingByConnectionsFitsTheOverlay() throws IOException {
        Path folder =
                Files.createDirectories(CommittedFile.root().resolve("deploy/system-tests/target/with-component"));
        Files.writeString(
                folder.resolve("kustomization.yaml"),
                "resources: [../../../../%s]%ncomponents: [../../../../%s]%n".formatted(OVERLAY, COMPONENT));

        Manifests withComponent =
                Manifests.rendered(CommittedFile.root().relativize(folder).toString());

        assertThat(withComponent.all()).allSatisfy(Manifests::check);
        assertThat(withComponent.named("HorizontalPodAutoscaler", "chat").at("/spec/metrics"))
                .extracting(metric -> metric.path("type").asText())
                .containsExactly("Resource", "Pods");
    }

    @Test
    void filesCanLieInAVolumeThatAllPodsShare() throws IOException {
        Path folder = Files.createDirectories(CommittedFile.root().resolve("deploy/system-tests/target/with-files"));
        Files.writeString(
                folder.resolve("kustomization.yaml"),
                "resources: [../../../../%s]%ncomponents: [../../../../%s]%n".formatted(OVERLAY, SHARED_FILES));

        Manifests withVolume =
                Manifests.rendered(CommittedFile.root().relativize(folder).toString());

        assertThat(withVolume.all()).allSatisfy(Manifests::check);
        String claim = Manifests.name(
                withVolume.of("PersistentVolumeClaim").findFirst().orElseThrow());
        for (String service : List.of("chat", "task")) {
            JsonNode deployment = withVolume.named("Deployment", service);
            assertThat(withVolume.environment(deployment)).containsEntry("CONFAB_STORAGE_TYPE", "file");
            assertThat(Manifests.pod(deployment)
                            .at("/volumes/1/persistentVolumeClaim/claimName")
                            .asText())
                    .isEqualTo(claim);
            assertThat(Manifests.container(deployment)
                            .at("/volumeMounts/1/mountPath")
                            .asText())
                    .isEqualTo("/var/lib/confab/files");
        }
    }

    @Test
    void everyVariableIsASettingAndEveryMapThatIsNamedExists() {
        for (JsonNode deployment : manifests.deployments()) {
            settings.assertReal(
                    Manifests.name(deployment),
                    manifests.environment(deployment).keySet());
        }
    }

    @Test
    void secretsAreOnlyReferredTo() {
        assertThat(manifests.of("Secret")).isEmpty();
        for (JsonNode deployment : manifests.deployments()) {
            assertThat(manifests.environment(deployment))
                    .as(Manifests.name(deployment))
                    .containsKeys("QUARKUS_DATASOURCE_USERNAME", "QUARKUS_DATASOURCE_PASSWORD")
                    .allSatisfy((variable, value) -> {
                        if (variable.matches(".*(PASSWORD|SECRET|TOKEN|KEY)")) {
                            assertThat(value).as(variable).isEmpty();
                        }
                    });
        }
    }

    /** From the order to stop to the end of the process: what a pod may need is less than what it is given. */
    @Test
    void podsHaveTheTimeToEndInOrder() {
        for (JsonNode deployment : manifests.deployments()) {
            Map<String, String> environment = manifests.environment(deployment);
            Duration preStop = Duration.ofSeconds(Manifests.container(deployment)
                    .at("/lifecycle/preStop/sleep/seconds")
                    .asInt());
            Duration needed = preStop.plus(settings.timeToStop(environment)).plus(SPARE);

            assertThat(preStop).as("preStop of %s", Manifests.name(deployment)).isPositive();
            assertThat(Duration.ofSeconds(Manifests.pod(deployment)
                            .path("terminationGracePeriodSeconds")
                            .asLong()))
                    .as("grace period of %s", Manifests.name(deployment))
                    .isGreaterThanOrEqualTo(needed);
        }
    }

    @Test
    void aNodeOfTheClusterCanBeEmptied() {
        for (JsonNode deployment : manifests.deployments()) {
            JsonNode budget = manifests.named("PodDisruptionBudget", Manifests.name(deployment));
            int replicas = manifests.replicas(deployment);

            assertThat(manifests.selectedBy(budget.at("/spec/selector/matchLabels")))
                    .containsExactly(deployment);
            assertThat(budget.at("/spec/maxUnavailable").asInt())
                    .as("pods of %s that may be evicted, of %d", Manifests.name(deployment), replicas)
                    .isPositive()
                    .isLessThan(replicas);
        }
    }

    @Test
    void podsHaveNoRightsThatTheyDoNotNeed() {
        for (JsonNode deployment : manifests.deployments()) {
            JsonNode pod = Manifests.pod(deployment);
            JsonNode container = Manifests.container(deployment);

            assertThat(pod.path("automountServiceAccountToken")).hasToString("false");
            assertThat(pod.at("/securityContext/runAsNonRoot")).hasToString("true");
            assertThat(pod.at("/securityContext/seccompProfile/type").asText()).isEqualTo("RuntimeDefault");
            assertThat(container.at("/securityContext/readOnlyRootFilesystem")).hasToString("true");
            assertThat(container.at("/securityContext/allowPrivilegeEscalation"))
                    .hasToString("false");
            assertThat(container.at("/securityContext/capabilities/drop/0").asText())
                    .isEqualTo("ALL");
            assertThat(container.at("/resources/limits/memory").asText())
                    .isEqualTo(container.at("/resources/requests/memory").asText())
                    .isNotEmpty();
            assertThat(pod.path("topologySpreadConstraints")).hasSizeGreaterThanOrEqualTo(2);
        }
    }

    @Test
    void everyPodIsIsolatedExceptForWhatPoliciesAllow() {
        for (JsonNode deployment : manifests.deployments()) {
            Set<String> isolated = new HashSet<>();
            manifests
                    .of("NetworkPolicy")
                    .filter(policy -> manifests
                            .selectedBy(policy.at("/spec/podSelector/matchLabels"))
                            .contains(deployment))
                    .forEach(policy -> policy.at("/spec/policyTypes").forEach(type -> isolated.add(type.asText())));

            assertThat(isolated).as(Manifests.name(deployment)).containsExactlyInAnyOrder("Ingress", "Egress");
        }
    }

    @Test
    void servicesLeadToTheirPodsAndNothingLeadsToHealthAndMetrics() {
        List<String> leadingToPods = manifests
                .of("Service")
                .filter(service ->
                        !manifests.selectedBy(service.at("/spec/selector")).isEmpty())
                .map(Manifests::name)
                .toList();

        assertThat(leadingToPods).containsExactlyInAnyOrder("chat", "notification", "task");
        assertThat(leadingToPods).doesNotContain(Routes.ofIngress(manifests).of("/q/metrics"));
    }

    @Test
    void silentWebSocketsOutliveThePingInterval() {
        JsonNode annotations = manifests.named("Ingress", "confab").at("/metadata/annotations");

        assertThat(SettingsReference.duration(
                        annotations.path("haproxy.org/timeout-tunnel").asText()))
                .isGreaterThan(settings.duration(Map.of(), "CONFAB_SOCKETS_PING_INTERVAL")
                        .plus(settings.duration(Map.of(), "CONFAB_SOCKETS_PONG_TIMEOUT")));
    }
}
