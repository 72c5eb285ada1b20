package dev.confab.client.rest;

import java.util.List;
import java.util.Map;

/** What a service says about itself at {@code /q/health}. */
public record HealthReport(String status, List<Check> checks) {
    /** One part: a database, a broker, a disk. {@code data} explains a DOWN, or carries figures. */
    public record Check(String name, String status, Map<String, Object> data) {
        public Check {
            data = data == null ? Map.of() : Map.copyOf(data);
        }

        public boolean up() {
            return "UP".equals(status);
        }
    }

    public HealthReport {
        checks = checks == null ? List.of() : List.copyOf(checks);
    }

    public boolean up() {
        return "UP".equals(status);
    }
}
