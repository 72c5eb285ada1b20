package dev.confab.task.handler;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.fasterxml.jackson.databind.JsonNode;
import java.time.Duration;
import java.util.List;
import java.util.Set;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;

@Tag("TK-01")
class HandlerRegistryTest {
    @Test
    void aHandlerThatSaysNothingElseHasTheDocumentedOptions() {
        HandlerRegistry registry = new HandlerRegistry(List.of(handler("one", TaskOptions.DEFAULTS)));

        TaskOptions options = registry.find("one").orElseThrow().options();

        assertThat(options.queue()).isEqualTo("default");
        assertThat(options.maxRetries()).isEqualTo(3);
        assertThat(options.retryDelay()).isEqualTo(Duration.ofSeconds(60));
        assertThat(options.timeLimit()).isEqualTo(Duration.ofMinutes(5));
        assertThat(registry.find("two")).isEmpty();
    }

    @Test
    void whatCannotWorkIsRefusedWhenTheServiceStarts() {
        assertThatThrownBy(() -> new HandlerRegistry(
                        List.of(handler("one", TaskOptions.DEFAULTS), handler("one", TaskOptions.DEFAULTS))))
                .hasMessageContaining("two handlers of the type one");
        assertThatThrownBy(() -> new HandlerRegistry(List.of(handler("No Type", TaskOptions.DEFAULTS))))
                .hasMessageContaining("No Type");
        HandlerRegistry elsewhere =
                new HandlerRegistry(List.of(handler("one", TaskOptions.DEFAULTS.withQueue("nowhere"))));
        assertThatThrownBy(() -> elsewhere.checkQueues(Set.of("default"))).hasMessageContaining("nowhere");
        assertThatThrownBy(() -> TaskOptions.DEFAULTS.withTimeLimits(Duration.ofMinutes(2), Duration.ofMinutes(1)))
                .hasMessageContaining("soft");
        assertThatThrownBy(() -> TaskOptions.DEFAULTS.withRetries(-1, Duration.ofMinutes(2), Duration.ofMinutes(3)))
                .hasMessageContaining("retries");
    }

    private static TaskHandler<JsonNode> handler(String type, TaskOptions options) {
        return new TaskHandler<>() {
            @Override
            public String type() {
                return type;
            }

            @Override
            public Class<JsonNode> payloadType() {
                return JsonNode.class;
            }

            @Override
            public TaskOptions options() {
                return options;
            }

            @Override
            public @Nullable Object run(JsonNode payload, TaskContext context) {
                return null;
            }
        };
    }
}
