package dev.confab.chat.web;

import io.quarkus.vertx.http.runtime.filters.Filters;
import io.vertx.core.MultiMap;
import io.vertx.core.http.HttpHeaders;
import io.vertx.core.http.HttpServerResponse;
import io.vertx.ext.web.RoutingContext;
import jakarta.enterprise.context.ApplicationScoped;
import jakarta.enterprise.event.Observes;

/**
 * What a browser may do with our responses. Pages run the bundled files and nothing else: no inline script or style,
 * no other origin (but for notification-service, if it has one of its own), no frame around them; and with trusted types no text becomes HTML at all. Bundled files carry a
 * hash in their name and may be kept for ever, pages are asked for each time.
 */
@ApplicationScoped
class BrowserHeaders {

    private static final int PRIORITY = 100;
    private static final String BUNDLE = "/static/bundle/";

    /** What people have uploaded. Whatever it is: where a browser opens it, it is a document that may do nothing. */
    private static final String MEDIA = "/media/";

    private static final String MEDIA_POLICY = "default-src 'none'; sandbox; frame-ancestors 'none'";

    /** The extension pages of Quarkus under /q bring scripts of their own; they are not for the public. */
    private static final String MANAGEMENT = "/q/";

    private final String pagePolicy;

    BrowserHeaders(NotificationsAddress notifications) {
        pagePolicy = String.join(
                "; ",
                "default-src 'none'",
                "script-src 'self'",
                "style-src 'self'",
                "font-src 'self'",
                "img-src 'self'",
                "connect-src 'self'" + notifications.connectSources(),
                "form-action 'self'",
                "base-uri 'none'",
                "frame-ancestors 'none'",
                "require-trusted-types-for 'script'",
                "trusted-types 'none'");
    }

    void register(@Observes Filters filters) {
        filters.register(this::apply, PRIORITY);
    }

    private void apply(RoutingContext context) {
        String path = context.normalizedPath();
        context.addHeadersEndHandler(ended -> write(path, context.response()));
        context.next();
    }

    private void write(String path, HttpServerResponse response) {
        MultiMap headers = response.headers();
        headers.set("X-Content-Type-Options", "nosniff");
        headers.set("Referrer-Policy", "same-origin");
        if (!path.startsWith(MANAGEMENT)) {
            headers.set("Content-Security-Policy", path.startsWith(MEDIA) ? MEDIA_POLICY : pagePolicy);
            headers.set("X-Frame-Options", "DENY");
            headers.set("Cross-Origin-Opener-Policy", "same-origin");
        }
        if (path.startsWith(MEDIA)) {
            headers.set("Cross-Origin-Resource-Policy", "same-origin");
        }
        if (path.startsWith(BUNDLE)) {
            // An address that is unknown here may be known to a node of another version: never keep that answer.
            boolean found = response.getStatusCode() < 400;
            headers.set(HttpHeaders.CACHE_CONTROL, found ? "public, max-age=31536000, immutable" : "no-store");
        } else if (isPage(headers)) {
            headers.set(HttpHeaders.CACHE_CONTROL, "no-store");
        }
    }

    private static boolean isPage(MultiMap headers) {
        String type = headers.get(HttpHeaders.CONTENT_TYPE);
        return type != null && type.startsWith("text/html");
    }
}
