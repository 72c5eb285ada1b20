package dev.confab.system.docs;

import static org.assertj.core.api.Assertions.assertThat;

import dev.confab.local.test.CommittedFile;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import org.junit.jupiter.api.Test;

class ConfigurationDocsTest {
    private static final Map<String, String> MODULES = modules();

    private static Map<String, String> modules() {
        Map<String, String> modules = new LinkedHashMap<>();
        modules.put("common", "All services");
        for (String service : List.of("chat-service", "notification-service", "task-worker")) {
            modules.put(service, service);
        }
        return modules;
    }

    @Test
    void referenceSaysWhatTheMappingsSay() {
        CommittedFile.named("docs/configuration.md").sectionMustBe("settings", reference());
    }

    @Test
    void everySettingIsDocumented() {
        List<ConfigurationReader.Setting> settings = MODULES.keySet().stream()
                .flatMap(module -> ConfigurationReader.read(module).stream())
                .flatMap(group -> group.settings().stream())
                .toList();

        assertThat(settings).hasSizeGreaterThan(10);
        assertThat(settings).allSatisfy(setting -> {
            assertThat(setting.description()).as(setting.name()).isNotBlank();
            assertThat(setting.name()).startsWith("confab.");
        });
        assertThat(settings)
                .filteredOn(setting -> !setting.bounded())
                .extracting(ConfigurationReader.Setting::name)
                .as("numbers without a @Min: a senseless one would not be refused at the start")
                .containsExactly("confab.schedules.tasks.<name>.priority");
    }

    private static String reference() {
        StringBuilder text = new StringBuilder();
        MODULES.forEach((module, title) -> {
            List<ConfigurationReader.Group> groups = ConfigurationReader.read(module);
            if (!groups.isEmpty()) {
                text.append("\n## ").append(title).append('\n');
                groups.forEach(group -> append(text, group));
            }
        });
        return text.append('\n').toString();
    }

    private static void append(StringBuilder text, ConfigurationReader.Group group) {
        text.append("\n### ").append(group.prefix()).append("\n\n");
        text.append(group.description()).append("\n\n");
        text.append("| setting | default | what it does |\n|---|---|---|\n");
        for (ConfigurationReader.Setting setting : group.settings()) {
            text.append("| `%s`<br>`%s` | %s | %s |\n"
                    .formatted(
                            setting.name(),
                            environmentName(setting.name()),
                            setting.fallback(),
                            setting.description().replace("|", "\\|")));
        }
    }

    private static String environmentName(String setting) {
        return setting.replaceAll("[^A-Za-z0-9]", "_").toUpperCase(Locale.ROOT);
    }
}
