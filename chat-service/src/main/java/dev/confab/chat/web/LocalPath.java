package dev.confab.chat.web;

import java.net.URI;
import java.net.URISyntaxException;
import java.net.URLEncoder;
import java.nio.charset.StandardCharsets;
import org.jspecify.annotations.Nullable;

/**
 * A place on this server to which somebody is sent.
 *
 * @param value an absolute path with an optional query; never another host
 */
record LocalPath(String value) {

    static final LocalPath LOBBY = new LocalPath("/");

    /**
     * Takes what stands in {@code ?next=}. Everything that a browser could read as the address of another host
     * ({@code //evil}, {@code /\evil}, a scheme, control characters) becomes the lobby.
     */
    static LocalPath parse(@Nullable String next) {
        if (next == null || !next.startsWith("/") || next.startsWith("//") || next.indexOf('\\') >= 0) {
            return LOBBY;
        }
        try {
            URI uri = new URI(next);
            return uri.getScheme() == null && uri.getRawAuthority() == null ? new LocalPath(next) : LOBBY;
        } catch (URISyntaxException notAnAddress) {
            return LOBBY;
        }
    }

    /** The sign-in page that leads back here. */
    URI login() {
        return URI.create("/login?next=" + URLEncoder.encode(value, StandardCharsets.UTF_8));
    }

    URI uri() {
        return URI.create(value);
    }
}
