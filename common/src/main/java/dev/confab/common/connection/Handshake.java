package dev.confab.common.connection;

import dev.confab.common.error.ErrorCode;
import dev.confab.common.identity.AuthenticatedSession;
import io.quarkus.websockets.next.UserData;
import org.jspecify.annotations.Nullable;

/**
 * What was found out about a client while its connection was an HTTP request still.
 *
 * @param session what it is signed in with, null for nobody
 * @param failure why its credentials were refused, null if they were not
 * @param bearer whether it was signed in by an access token, which has an end, rather than by a cookie
 * @param originAllowed whether the page that opened the connection may do so
 */
public record Handshake(
        FrameGuard guard,
        @Nullable AuthenticatedSession session,
        @Nullable ErrorCode failure,
        boolean bearer,
        boolean originAllowed) {

    static final UserData.TypedKey<Handshake> KEY = new UserData.TypedKey<>("confab.handshake");
}
