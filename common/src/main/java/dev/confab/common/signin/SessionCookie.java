package dev.confab.common.signin;

import io.netty.handler.codec.http.cookie.ServerCookieDecoder;
import io.vertx.core.http.Cookie;
import io.vertx.core.http.HttpServerRequest;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/**
 * The two cookies of a browser session as they come back: the session itself, which no script can read, and the CSRF token,
 * which the pages' script repeats in a header. The token is derived from the session, so one of another session is refused.
 */
public final class SessionCookie {
    /** The cookie that authenticates. */
    public static final String NAME = "confab_session";
    /** The cookie whose value has to be repeated in {@link #CSRF_HEADER}. */
    public static final String CSRF_NAME = "confab_csrf";
    /** Required for every change that is authenticated by cookie. */
    public static final String CSRF_HEADER = "X-CSRF-Token";

    private static final String CSRF_PURPOSE = "csrf";

    private SessionCookie() {}

    /** The session that a request presents. */
    public static Optional<OpaqueToken> presented(HttpServerRequest request) {
        Cookie cookie = request.getCookie(NAME);
        return cookie == null || cookie.getValue().isEmpty()
                ? Optional.empty()
                : Optional.of(OpaqueToken.presented(cookie.getValue()));
    }

    /** The session in the {@code Cookie} header of a request. */
    public static Optional<OpaqueToken> presented(@Nullable String header) {
        return header == null
                ? Optional.empty()
                : ServerCookieDecoder.LAX.decode(header).stream()
                        .filter(cookie ->
                                cookie.name().equals(NAME) && !cookie.value().isEmpty())
                        .map(cookie -> OpaqueToken.presented(cookie.value()))
                        .findFirst();
    }

    /** The CSRF token of a session. */
    public static String csrfToken(OpaqueToken session) {
        return session.derive(CSRF_PURPOSE);
    }

    /** Whether a request that changes something proves that it comes from our own pages. */
    static boolean provesOwnPage(HttpServerRequest request, OpaqueToken session) {
        @Nullable String presented = request.getHeader(CSRF_HEADER);
        return presented != null && session.derives(CSRF_PURPOSE, presented);
    }
}
