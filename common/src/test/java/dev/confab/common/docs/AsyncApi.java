package dev.confab.common.docs;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import com.fasterxml.jackson.dataformat.yaml.YAMLMapper;
import com.networknt.schema.JsonSchema;
import com.networknt.schema.JsonSchemaFactory;
import com.networknt.schema.SpecVersion;
import dev.confab.local.test.CommittedFile;
import java.io.UncheckedIOException;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.TreeSet;

/** The committed description of the protocols, ready to check frames with. */
public final class AsyncApi {
    private final JsonNode document;
    private final JsonSchemaFactory schemas = JsonSchemaFactory.getInstance(SpecVersion.VersionFlag.V202012);
    private final Map<String, JsonSchema> compiled = new TreeMap<>();
    private final Set<String> seen = new TreeSet<>();

    public AsyncApi() {
        try {
            document = new YAMLMapper()
                    .readTree(CommittedFile.named("docs/asyncapi.yaml").text());
        } catch (JsonProcessingException e) {
            throw new UncheckedIOException(e);
        }
    }

    public JsonNode document() {
        return document;
    }

    /** Fails unless the frame is as the document describes this message. */
    public void check(String message, JsonNode frame) {
        assertThat(document.at("/components/messages/" + message).isMissingNode())
                .as(message)
                .isFalse();
        assertThat(compiled.computeIfAbsent(message, this::schema).validate(frame))
                .as("%s: %s", message, frame)
                .isEmpty();
        seen.add(message);
    }

    /** Which messages have been checked with a real frame. */
    public Set<String> seen() {
        return seen;
    }

    /** The types in the code that the messages stand for. */
    public Set<String> frames() {
        Set<String> frames = new TreeSet<>();
        document.at("/components/messages").forEach(message -> {
            if (message.has("x-frame")) {
                frames.add(message.get("x-frame").asText());
            }
        });
        return frames;
    }

    private JsonSchema schema(String message) {
        ObjectNode root =
                document.at("/components/messages/" + message + "/payload").deepCopy();
        root.set("components", document.get("components"));
        return schemas.getSchema(root);
    }
}
