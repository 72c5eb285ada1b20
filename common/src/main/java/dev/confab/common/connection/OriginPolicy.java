package dev.confab.common.connection;

import io.vertx.core.http.HttpServerRequest;
import jakarta.enterprise.context.ApplicationScoped;
import java.net.URI;
import java.net.URISyntaxException;
import java.util.List;
import java.util.Locale;
import java.util.Set;
import java.util.stream.Collectors;

/**
 * Decides whose pages may open connections. Browsers send cookies along with handshakes from any page, so without this a
 * foreign page could talk in the name of its visitor. A client that names no origin is no browser.
 */
@ApplicationScoped
public class OriginPolicy {

    private final Set<String> allowed;

    OriginPolicy(ConnectionConfig config) {
        this.allowed = config.allowedOrigins().orElse(List.of()).stream()
                .map(origin -> origin.toLowerCase(Locale.ROOT))
                .collect(Collectors.toUnmodifiableSet());
    }

    /** Every origin that a handshake names must be allowed; there is more than one only if somebody forged one. */
    public boolean allows(HttpServerRequest request) {
        return request.headers().getAll("Origin").stream()
                .allMatch(origin -> allowed.contains("*")
                        || allowed.contains(origin.toLowerCase(Locale.ROOT))
                        || isSame(origin, request));
    }

    private static boolean isSame(String origin, HttpServerRequest request) {
        if (request.authority() == null) {
            return false;
        }
        try {
            URI uri = new URI(origin);
            String scheme = uri.getScheme();
            if (uri.getHost() == null || !("https".equals(scheme) || "http".equals(scheme))) {
                return false;
            }
            boolean downgraded = "http".equals(scheme) && "https".equals(request.scheme());
            return !downgraded
                    && uri.getHost().equalsIgnoreCase(request.authority().host())
                    && port(uri.getPort(), scheme) == port(request.authority().port(), scheme);
        } catch (URISyntaxException e) {
            return false;
        }
    }

    private static int port(int port, String scheme) {
        return port > 0 ? port : "https".equals(scheme) ? 443 : 80;
    }
}
