package dev.confab.client.socket;

import java.net.URLEncoder;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Map;

/** How a WebSocket handshake says who is calling: headers and offered subprotocols. */
public record SocketAuth(Map<String, String> headers, List<String> subprotocols) {
    public SocketAuth {
        headers = Map.copyOf(headers);
        subprotocols = List.copyOf(subprotocols);
    }

    /** Nobody. */
    public static SocketAuth none() {
        return new SocketAuth(Map.of(), List.of());
    }

    /** An access token in the {@code Authorization} header. */
    public static SocketAuth bearer(String token) {
        return new SocketAuth(Map.of("Authorization", "Bearer " + token), List.of());
    }

    /** The session cookie together with the {@code Origin} that a browser would send. */
    public static SocketAuth cookie(String sessionCookie, String origin) {
        return new SocketAuth(Map.of("Cookie", "confab_session=" + sessionCookie, "Origin", origin), List.of());
    }

    /** An access token where browsers can put one: in an offered subprotocol, the way Quarkus reads it. */
    public static SocketAuth bearerInSubprotocol(String token) {
        String header = "quarkus-http-upgrade#Authorization#Bearer " + token;
        String encoded = URLEncoder.encode(header, StandardCharsets.UTF_8).replace("+", "%20");
        return new SocketAuth(Map.of(), List.of("bearer-token-carrier", encoded));
    }

    /** Hides the secrets from logs. */
    @Override
    public String toString() {
        return "SocketAuth" + headers.keySet();
    }
}
