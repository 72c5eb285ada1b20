package dev.confab.system.deployment;

import static org.assertj.core.api.Assertions.assertThat;

import dev.confab.local.test.CommittedFile;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.regex.MatchResult;
import java.util.regex.Pattern;
import org.junit.jupiter.api.Test;

/** All proxies send every path of the REST API and every socket to the service that has it. */
class RoutesTest {
    private static final Map<String, String> DOCUMENTS = Map.of(
            "chat", "docs/openapi/chat-service.yaml",
            "notification", "docs/openapi/notification-service.yaml",
            "task", "docs/openapi/task-worker.yaml");
    private static final Map<String, String> OTHERS = Map.of(
            "/", "chat",
            "/rooms/lobby", "chat",
            "/ws", "chat",
            "/ws/chat/lobby/", "chat",
            "/ws/notifications", "notification",
            "/q/metrics", "nowhere",
            "/q", "nowhere");
    /** Which service this is and who one is for it: for the inside. */
    private static final List<String> OF_EVERY_SERVICE = List.of("/api/info", "/api/whoami");

    private final SettingsReference settings = new SettingsReference();

    @Test
    void everyPathReachesItsService() {
        List<Routes> proxies = List.of(
                Routes.ofHaproxy(),
                Routes.ofNginx(),
                Routes.ofIngress(Manifests.rendered("deploy/kubernetes/overlays/production")));
        for (Routes proxy : proxies) {
            DOCUMENTS.forEach((service, document) -> {
                List<String> paths = new ArrayList<>();
                YamlFile.read(document).path("paths").fieldNames().forEachRemaining(paths::add);
                paths.removeAll(OF_EVERY_SERVICE);
                assertThat(paths)
                        .allSatisfy(path -> assertThat(proxy.of(path)).as(path).isEqualTo(service));
            });
            OTHERS.forEach(
                    (path, service) -> assertThat(proxy.of(path)).as(path).isEqualTo(service));
        }
    }

    @Test
    void proxiesCutNoSocketThatIsAlive() {
        Duration silence = settings.duration(Map.of(), "CONFAB_SOCKETS_PING_INTERVAL")
                .plus(settings.duration(Map.of(), "CONFAB_SOCKETS_PONG_TIMEOUT"));

        assertThat(timeout("deploy/proxy/haproxy.cfg", "timeout tunnel (\\w+)")).isGreaterThan(silence);
        assertThat(timeout("deploy/proxy/nginx.conf.template", "proxy_read_timeout (\\w+)"))
                .isGreaterThan(silence);
        assertThat(timeout("deploy/proxy/nginx.conf.template", "proxy_send_timeout (\\w+)"))
                .isGreaterThan(silence);
    }

    private static Duration timeout(String file, String pattern) {
        return Pattern.compile(pattern)
                .matcher(CommittedFile.named(file).text())
                .results()
                .map((MatchResult match) -> SettingsReference.duration(match.group(1)))
                .findFirst()
                .orElseThrow();
    }
}
