package dev.confab.chat.auth;

import dev.confab.common.signin.OpaqueToken;
import dev.confab.common.signin.SessionCookie;
import io.vertx.core.http.Cookie;
import io.vertx.core.http.CookieSameSite;
import io.vertx.ext.web.RoutingContext;
import jakarta.enterprise.context.ApplicationScoped;

/** Gives browsers the two cookies of a session, see {@link SessionCookie}, and takes them back. */
@ApplicationScoped
public class SessionCookies {
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
        add(context, SessionCookie.NAME, session.value(), true, seconds);
        add(context, SessionCookie.CSRF_NAME, SessionCookie.csrfToken(session), false, seconds);
    }

    /** Takes the session from the browser. */
    public void clear(RoutingContext context) {
        add(context, SessionCookie.NAME, "", true, 0);
        add(context, SessionCookie.CSRF_NAME, "", false, 0);
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
