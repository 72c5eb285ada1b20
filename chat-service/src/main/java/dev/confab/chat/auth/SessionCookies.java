package dev.confab.chat.auth;

import io.vertx.core.http.Cookie;
import io.vertx.core.http.CookieSameSite;
import io.vertx.core.http.HttpServerRequest;
import io.vertx.ext.web.RoutingContext;
import jakarta.enterprise.context.ApplicationScoped;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/**
 * The two cookies of a browser session: the session itself, which no script can read, and the CSRF token, which the
 * pages' script repeats in a header. The token is derived from the session, so one of another session is refused.
 */
@ApplicationScoped
public class SessionCookies {
    /** The cookie that authenticates. */
    public static final String SESSION_COOKIE = "confab_session";
    /** The cookie whose value has to be repeated in {@link #CSRF_HEADER}. */
    public static final String CSRF_COOKIE = "confab_csrf";
    /** Required for every change that is authenticated by cookie. */
    public static final String CSRF_HEADER = "X-CSRF-Token";

    private static final String CSRF_PURPOSE = "csrf";

    private final AuthConfig config;

    SessionCookies(AuthConfig config) {
        this.config = config;
    }

    /** Gives the browser a new session. */
    public void set(RoutingContext context, IssuedSignIn signIn) {
        set(context, signIn.cookie());
    }

    /** Gives the browser its session for another lifetime. */
    void set(RoutingContext context, OpaqueToken session) {
        long seconds = config.sessionLifetime().toSeconds();
        add(context, SESSION_COOKIE, session.value(), true, seconds);
        add(context, CSRF_COOKIE, session.derive(CSRF_PURPOSE), false, seconds);
    }

    /** Takes the session from the browser. */
    public void clear(RoutingContext context) {
        add(context, SESSION_COOKIE, "", true, 0);
        add(context, CSRF_COOKIE, "", false, 0);
    }

    Optional<OpaqueToken> session(HttpServerRequest request) {
        Cookie cookie = request.getCookie(SESSION_COOKIE);
        return cookie == null || cookie.getValue().isEmpty()
                ? Optional.empty()
                : Optional.of(OpaqueToken.presented(cookie.getValue()));
    }

    /** Whether a request that changes something proves that it comes from our own pages. */
    boolean provesOwnPage(HttpServerRequest request, OpaqueToken session) {
        @Nullable String presented = request.getHeader(CSRF_HEADER);
        return presented != null && session.derives(CSRF_PURPOSE, presented);
    }

    private static void add(RoutingContext context, String name, String value, boolean httpOnly, long maxAge) {
        context.response()
                .addCookie(Cookie.cookie(name, value)
                        .setPath("/")
                        .setHttpOnly(httpOnly)
                        .setSameSite(CookieSameSite.LAX)
                        // Behind a trusted proxy this is the scheme that the browser used.
                        .setSecure("https".equals(context.request().scheme()))
                        .setMaxAge(maxAge));
    }
}
