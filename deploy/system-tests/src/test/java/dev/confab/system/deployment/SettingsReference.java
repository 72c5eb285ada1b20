package dev.confab.system.deployment;

import static org.assertj.core.api.Assertions.assertThat;

import dev.confab.local.test.CommittedFile;
import java.time.Duration;
import java.util.Collection;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeSet;
import java.util.regex.Pattern;
import java.util.stream.Collectors;

/** The settings that {@code docs/configuration.md} knows, which other tests hold against the code. */
final class SettingsReference {
    private static final Pattern VARIABLE = Pattern.compile("`([A-Z][A-Z0-9]*(?:_[A-Z0-9]+)+)`");
    private static final Pattern WITH_DEFAULT = Pattern.compile("`([A-Z][A-Z0-9_]+)` \\| `([^`]*)` \\|");

    /** What services spend on the way out besides; who has such a setting must be given a value for it. */
    private static final List<String> DRAIN_WINDOWS =
            List.of("CONFAB_SOCKETS_DRAIN_WINDOW", "CONFAB_TASKS_SHUTDOWN_GRACE");

    private final Set<String> variables;
    private final Map<String, String> defaults;

    SettingsReference() {
        String text = CommittedFile.named("docs/configuration.md").text();
        variables = VARIABLE.matcher(text)
                .results()
                .map(match -> match.group(1))
                .collect(Collectors.toCollection(TreeSet::new));
        defaults = WITH_DEFAULT
                .matcher(text)
                .results()
                .collect(Collectors.toMap(match -> match.group(1), match -> match.group(2), (first, _) -> first));
    }

    void assertReal(String where, Collection<String> names) {
        List<String> unknown =
                names.stream().filter(name -> !variables.contains(name)).toList();
        assertThat(unknown)
                .as("variables of %s that docs/configuration.md does not know", where)
                .isEmpty();
    }

    /** The value given, or the default of the setting. */
    Duration duration(Map<String, String> given, String variable) {
        String value = given.getOrDefault(variable, defaults.getOrDefault(variable, ""));
        assertThat(value).as(variable).isNotEmpty();
        return duration(value);
    }

    /** How long a service with this environment may take from SIGTERM to its end. */
    Duration timeToStop(Map<String, String> environment) {
        // Without it, requests that run would be waited for without end or cut at once.
        assertThat(environment).containsKey("QUARKUS_SHUTDOWN_TIMEOUT");
        Duration time = duration(environment, "QUARKUS_SHUTDOWN_TIMEOUT");
        for (String window : DRAIN_WINDOWS) {
            if (environment.containsKey(window)) {
                time = time.plus(duration(environment, window));
            }
        }
        return time;
    }

    /** A duration as settings, proxies and manifests write it: {@code 500ms}, {@code 90s}, {@code 15M}. */
    static Duration duration(String text) {
        return text.endsWith("ms")
                ? Duration.ofMillis(Long.parseLong(text.substring(0, text.length() - 2)))
                : Duration.parse("PT" + text);
    }
}
