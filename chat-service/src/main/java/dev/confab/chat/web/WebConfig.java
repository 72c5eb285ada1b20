package dev.confab.chat.web;

import io.smallrye.config.ConfigMapping;
import io.smallrye.config.WithDefault;
import java.net.URI;
import java.util.Optional;

/** The web frontend. */
@ConfigMapping(prefix = "confab.web")
public interface WebConfig {

    /**
     * Where browsers reach notification-service, such as {@code https://notify.example.org}; it has to allow the origin
     * of these pages ({@code confab.sockets.allowed-origins}). Empty: under the address of the pages, behind a proxy
     * that passes {@code /api/notifications} and {@code /ws/notifications} on.
     */
    Optional<URI> notificationsUrl();

    /** Whether the pages show notifications at all: not where there is no notification-service, and never with {@code confab.layer=local}. */
    @WithDefault("true")
    boolean notificationsEnabled();
}
