package dev.confab.bench.history;

import java.io.IOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.time.Duration;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/** What nodes hold for clients must be gone with the clients. Compares their metrics before and after. */
final class Leaks {
    private static final List<String> GAUGES =
            List.of("confab_connections", "confab_connections_queued_bytes", "confab_stream_hub_open");
    private static final Duration PATIENCE = Duration.ofSeconds(60);
    private static final long LOOK_MILLIS = 500;

    private final Map<URI, Map<String, Double>> before = new LinkedHashMap<>();

    private Leaks() {}

    static Leaks before(List<URI> nodes) throws IOException, InterruptedException {
        Leaks leaks = new Leaks();
        for (URI node : nodes) {
            leaks.before.put(node, gauges(node));
        }
        return leaks;
    }

    /** Waits until no node holds more than before. */
    void check(List<String> violations) throws InterruptedException {
        long end = System.nanoTime() + PATIENCE.toNanos();
        for (Map.Entry<URI, Map<String, Double>> node : before.entrySet()) {
            String more = more(node.getKey(), node.getValue());
            while (!more.isEmpty() && System.nanoTime() < end) {
                Thread.sleep(LOOK_MILLIS);
                more = more(node.getKey(), node.getValue());
            }
            if (!more.isEmpty()) {
                violations.add("%s still holds what its clients left:%s".formatted(node.getKey(), more));
            }
        }
    }

    private static String more(URI node, Map<String, Double> before) throws InterruptedException {
        StringBuilder result = new StringBuilder();
        try {
            gauges(node).forEach((name, value) -> {
                double allowed = before.getOrDefault(name, 0.0);
                if (value > allowed) {
                    result.append(" %s %.0f (%.0f before)".formatted(name, value, allowed));
                }
            });
        } catch (IOException unanswered) {
            return " " + unanswered;
        }
        return result.toString();
    }

    /** A gauge of something that was never used is not there. */
    private static Map<String, Double> gauges(URI node) throws IOException, InterruptedException {
        try (HttpClient http = HttpClient.newHttpClient()) {
            String metrics = http.send(
                            HttpRequest.newBuilder(node.resolve("/q/metrics"))
                                    .timeout(Duration.ofSeconds(30))
                                    .build(),
                            HttpResponse.BodyHandlers.ofString())
                    .body();
            Map<String, Double> result = new LinkedHashMap<>();
            metrics.lines().filter(line -> !line.startsWith("#")).forEach(line -> {
                String name = line.replaceAll("[{ ].*", "");
                if (GAUGES.contains(name)) {
                    result.merge(name, Double.parseDouble(line.substring(line.lastIndexOf(' ') + 1)), Double::sum);
                }
            });
            return result;
        }
    }
}
