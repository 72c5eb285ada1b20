package dev.confab.system.deployment;

import com.fasterxml.jackson.databind.JsonNode;
import dev.confab.local.test.CommittedFile;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** Where a proxy sends a path: {@code chat}, {@code notification}, {@code task} or somewhere else. */
final class Routes {
    private static final Pattern HAPROXY =
            Pattern.compile("(?m)^\\s*(?:use_backend (\\w+)|http-request return) .*\\{ path -m reg (\\S+) \\}");
    private static final Pattern NGINX =
            Pattern.compile("(?m)^\\s*location ~ (\\S+) \\{\\s*(?:proxy_pass http://confab_(\\w+)|return 404);");

    private final Map<Pattern, String> targets;
    private final String otherwise;

    private Routes(Map<Pattern, String> targets, String otherwise) {
        this.targets = targets;
        this.otherwise = otherwise;
    }

    static Routes ofHaproxy() {
        return parsed(HAPROXY, 2, 1, "deploy/proxy/haproxy.cfg");
    }

    static Routes ofNginx() {
        return parsed(NGINX, 1, 2, "deploy/proxy/nginx.conf.template");
    }

    /** An ingress prefers the longest prefix. */
    static Routes ofIngress(Manifests manifests) {
        Map<String, String> prefixes = new LinkedHashMap<>();
        JsonNode paths = manifests.named("Ingress", "confab").at("/spec/rules/0/http/paths");
        paths.forEach(path -> prefixes.put(
                path.path("path").asText(), path.at("/backend/service/name").asText()));
        Map<Pattern, String> targets = new LinkedHashMap<>();
        prefixes.keySet().stream()
                .filter(prefix -> !prefix.equals("/"))
                .sorted((a, b) -> b.length() - a.length())
                .forEach(prefix -> targets.put(
                        Pattern.compile("^" + Pattern.quote(prefix) + "(/|$)"), prefixes.getOrDefault(prefix, "")));
        return new Routes(targets, prefixes.getOrDefault("/", ""));
    }

    String of(String path) {
        return targets.entrySet().stream()
                .filter(target -> target.getKey().matcher(path).find())
                .map(Map.Entry::getValue)
                .findFirst()
                .orElse(otherwise);
    }

    private static Routes parsed(Pattern lines, int expression, int target, String file) {
        Map<Pattern, String> targets = new LinkedHashMap<>();
        Matcher routes = lines.matcher(CommittedFile.named(file).text());
        while (routes.find()) {
            String backend = routes.group(target);
            targets.put(Pattern.compile(routes.group(expression)), backend == null ? "nowhere" : backend);
        }
        return new Routes(targets, "chat");
    }
}
