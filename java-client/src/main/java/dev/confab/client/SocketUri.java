package dev.confab.client;

import java.net.URI;
import java.util.Locale;

/** WebSocket addresses of a deployment. */
public final class SocketUri {
    private SocketUri() {}

    /** The same address with {@code ws} for {@code http} and {@code wss} for {@code https}; others stay. */
    public static URI of(URI uri) {
        return switch (uri.getScheme().toLowerCase(Locale.ROOT)) {
            case "http" -> withScheme("ws", uri);
            case "https" -> withScheme("wss", uri);
            default -> uri;
        };
    }

    private static URI withScheme(String scheme, URI uri) {
        return URI.create(scheme + uri.toString().substring(uri.getScheme().length()));
    }
}
