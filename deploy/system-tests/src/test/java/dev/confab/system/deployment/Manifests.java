package dev.confab.system.deployment;

import static java.util.Objects.requireNonNull;

import com.fasterxml.jackson.databind.JsonNode;
import com.google.gson.JsonElement;
import com.google.gson.JsonParser;
import dev.confab.local.test.CommittedFile;
import io.kubernetes.client.openapi.models.V1ConfigMap;
import io.kubernetes.client.openapi.models.V1Deployment;
import io.kubernetes.client.openapi.models.V1Ingress;
import io.kubernetes.client.openapi.models.V1Namespace;
import io.kubernetes.client.openapi.models.V1NetworkPolicy;
import io.kubernetes.client.openapi.models.V1PersistentVolumeClaim;
import io.kubernetes.client.openapi.models.V1PodDisruptionBudget;
import io.kubernetes.client.openapi.models.V1Service;
import io.kubernetes.client.openapi.models.V1ServiceAccount;
import io.kubernetes.client.openapi.models.V2HorizontalPodAutoscaler;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Path;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;

/** Manifests as the cluster would get them: rendered by kustomize. */
final class Manifests {
    private interface Schema {
        void check(JsonElement manifest) throws IOException;
    }

    private static final Map<String, Schema> SCHEMAS = Map.of(
            "v1 Namespace", V1Namespace::validateJsonElement,
            "v1 ServiceAccount", V1ServiceAccount::validateJsonElement,
            "v1 ConfigMap", V1ConfigMap::validateJsonElement,
            "v1 Service", V1Service::validateJsonElement,
            "v1 PersistentVolumeClaim", V1PersistentVolumeClaim::validateJsonElement,
            "apps/v1 Deployment", V1Deployment::validateJsonElement,
            "policy/v1 PodDisruptionBudget", V1PodDisruptionBudget::validateJsonElement,
            "autoscaling/v2 HorizontalPodAutoscaler", V2HorizontalPodAutoscaler::validateJsonElement,
            "networking.k8s.io/v1 Ingress", V1Ingress::validateJsonElement,
            "networking.k8s.io/v1 NetworkPolicy", V1NetworkPolicy::validateJsonElement);

    private final List<JsonNode> all;

    private Manifests(List<JsonNode> all) {
        this.all = all;
    }

    /** Those of a folder with a kustomization, relative to the root of the repository. */
    static Manifests rendered(String folder) {
        Path root = CommittedFile.root();
        String text = Programs.outputOf(
                root, Map.of(), List.of(Programs.find("kubectl").toString(), "kustomize", folder));
        return new Manifests(YamlFile.documents(text));
    }

    /**
     * Fails unless the definition of the Kubernetes API knows every field, finds every field that it requires, and
     * finds text where it wants text.
     */
    static void check(JsonNode manifest) {
        String type = manifest.path("apiVersion").asText() + " "
                + manifest.path("kind").asText();
        Schema schema = requireNonNull(SCHEMAS.get(type), type);
        try {
            schema.check(JsonParser.parseString(manifest.toString()));
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    List<JsonNode> all() {
        return all;
    }

    Stream<JsonNode> of(String kind) {
        return all.stream().filter(manifest -> manifest.path("kind").asText().equals(kind));
    }

    List<JsonNode> deployments() {
        return of("Deployment").toList();
    }

    JsonNode named(String kind, String name) {
        return of(kind).filter(manifest -> name(manifest).equals(name))
                .findFirst()
                .orElseThrow(() -> new AssertionError("there is no " + kind + " " + name));
    }

    static String name(JsonNode manifest) {
        return manifest.at("/metadata/name").asText();
    }

    static JsonNode pod(JsonNode deployment) {
        return deployment.at("/spec/template/spec");
    }

    static JsonNode container(JsonNode deployment) {
        return pod(deployment).at("/containers/0");
    }

    /** The variables of a deployment's container; the value is empty where it comes from a secret or the cluster. */
    Map<String, String> environment(JsonNode deployment) {
        Map<String, String> variables = new HashMap<>();
        container(deployment)
                .path("envFrom")
                .forEach(source -> named(
                                "ConfigMap", source.at("/configMapRef/name").asText())
                        .path("data")
                        .properties()
                        .forEach(entry ->
                                variables.put(entry.getKey(), entry.getValue().asText())));
        container(deployment)
                .path("env")
                .forEach(variable -> variables.put(
                        variable.path("name").asText(), variable.path("value").asText()));
        return variables;
    }

    /** How many pods there are at least when nothing is wrong. */
    int replicas(JsonNode deployment) {
        return of("HorizontalPodAutoscaler")
                .filter(scaler ->
                        scaler.at("/spec/scaleTargetRef/name").asText().equals(name(deployment)))
                .map(scaler -> scaler.at("/spec/minReplicas").asInt())
                .findFirst()
                .orElseGet(() -> deployment.at("/spec/replicas").asInt(1));
    }

    /** The deployments whose pods have all of these labels. */
    List<JsonNode> selectedBy(JsonNode labels) {
        return deployments().stream()
                .filter(deployment -> labels.properties().stream()
                        .allMatch(label -> deployment
                                .at("/spec/template/metadata/labels")
                                .path(label.getKey())
                                .equals(label.getValue())))
                .toList();
    }
}
