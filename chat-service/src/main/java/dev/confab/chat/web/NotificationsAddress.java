package dev.confab.chat.web;

import dev.confab.common.layer.ChannelLayer;
import jakarta.inject.Inject;
import jakarta.inject.Singleton;
import java.net.URI;
import org.jspecify.annotations.Nullable;

/** Where the pages find notification-service, and what the content policy has to allow for it. */
@Singleton
class NotificationsAddress {

    private final @Nullable String base;
    private final String sources;

    @Inject
    NotificationsAddress(WebConfig config, ChannelLayer layer) {
        this(config, config.notificationsEnabled() && !layer.isLocal());
    }

    /** @param enabled whether there is a notification-service */
    NotificationsAddress(WebConfig config, boolean enabled) {
        @Nullable URI url = config.notificationsUrl().orElse(null);
        if (url == null) {
            base = enabled ? "" : null;
            sources = "";
            return;
        }
        String origin = origin(url);
        base = enabled ? origin + path(url) : null;
        sources = enabled ? " " + origin + " " + origin.replaceFirst("^http", "ws") : "";
    }

    /** For the pages: empty is their own address, null says that there are no notifications. */
    @Nullable
    String base() {
        return base;
    }

    /** What follows {@code connect-src 'self'}: the origin for requests and for sockets, if it is another one. */
    String connectSources() {
        return sources;
    }

    private static String origin(URI url) {
        boolean usable = ("http".equals(url.getScheme()) || "https".equals(url.getScheme()))
                && url.getHost() != null
                && url.getRawUserInfo() == null
                && url.getRawQuery() == null
                && url.getRawFragment() == null;
        if (!usable) {
            throw new IllegalStateException(
                    "confab.web.notifications-url: must be an http or https address, such as https://example.org");
        }
        return url.getScheme() + "://" + url.getHost() + (url.getPort() < 0 ? "" : ":" + url.getPort());
    }

    private static String path(URI url) {
        String path = url.getRawPath() == null ? "" : url.getRawPath();
        return path.endsWith("/") ? path.substring(0, path.length() - 1) : path;
    }
}
