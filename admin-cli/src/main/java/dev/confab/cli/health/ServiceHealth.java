package dev.confab.cli.health;

import dev.confab.client.ConfabException;
import dev.confab.client.rest.ConfabRest;
import dev.confab.client.rest.HealthReport;
import java.net.URI;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** The state of one service and of what it stands on. */
record ServiceHealth(String service, @Nullable URI url, boolean up, List<Part> parts) {
    /** One line of the report. A part may be down while the service goes on without it. */
    record Part(String name, boolean up, @Nullable String detail) {}

    static ServiceHealth of(String service, URI url, Duration timeout) {
        HealthReport report;
        try {
            report = ConfabRest.at(url).health(timeout);
        } catch (ConfabException e) {
            return new ServiceHealth(service, url, false, List.of(new Part("reachable", false, e.getMessage())));
        }
        List<Part> parts = new ArrayList<>();
        for (HealthReport.Check check : report.checks()) {
            // A check of something that the service can do without stays UP and tells the truth in its data.
            boolean up = check.up() && !"down".equals(check.data().get("state"));
            parts.add(new Part(check.name(), up, detail(check.data())));
        }
        boolean up = report.up() && parts.stream().allMatch(Part::up);
        return new ServiceHealth(service, url, up, List.copyOf(parts));
    }

    private static @Nullable String detail(Map<String, Object> data) {
        List<String> texts = data.entrySet().stream()
                .filter(entry ->
                        !entry.getKey().equals("state") && !entry.getKey().equals("required"))
                .sorted(Map.Entry.comparingByKey())
                .map(entry -> entry.getKey() + "=" + entry.getValue())
                .toList();
        return texts.isEmpty() ? null : String.join(" ", texts);
    }
}
