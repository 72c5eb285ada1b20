package dev.confab.common.connection;

import io.quarkus.vertx.http.runtime.filters.Filters;
import io.quarkus.vertx.http.runtime.security.SecurityHandlerPriorities;
import io.vertx.ext.web.RoutingContext;
import jakarta.enterprise.context.ApplicationScoped;
import jakarta.enterprise.event.Observes;
import java.net.URLDecoder;
import java.nio.charset.StandardCharsets;
import java.util.Locale;

/**
 * Lets the subprotocols of a handshake carry an {@code Authorization} header and nothing else.
 *
 * <p>Quarkus turns a subprotocol {@code quarkus-http-upgrade#name#value} into any header that it names. A foreign page could
 * so forge what browsers keep from pages, such as {@code X-Forwarded-Host}, and with it its origin.
 */
@ApplicationScoped
class SubprotocolHeaders {

    private static final String CARRIER = "quarkus-http-upgrade";
    private static final String ALLOWED = CARRIER + "#authorization#";
    private static final int BAD_REQUEST = 400;
    /** Before the filter that makes headers of them, which has the priority of authentication and 20. */
    private static final int PRIORITY = SecurityHandlerPriorities.AUTHENTICATION + 30;

    void register(@Observes Filters filters) {
        filters.register(SubprotocolHeaders::check, PRIORITY);
    }

    private static void check(RoutingContext context) {
        for (String header : context.request().headers().getAll("Sec-WebSocket-Protocol")) {
            for (String protocol : header.split(",", -1)) {
                if (protocol.strip().startsWith(CARRIER) && !isAllowed(protocol.strip())) {
                    context.response().setStatusCode(BAD_REQUEST).end();
                    return;
                }
            }
        }
        context.next();
    }

    private static boolean isAllowed(String protocol) {
        try {
            return URLDecoder.decode(protocol, StandardCharsets.UTF_8)
                    .toLowerCase(Locale.ROOT)
                    .startsWith(ALLOWED);
        } catch (IllegalArgumentException e) {
            return false;
        }
    }
}
