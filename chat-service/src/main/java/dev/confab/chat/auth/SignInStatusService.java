package dev.confab.chat.auth;

import dev.confab.common.error.ErrorCode;
import dev.confab.common.identity.AuthenticatedSession;
import jakarta.enterprise.context.ApplicationScoped;
import org.jspecify.annotations.Nullable;

/** Whether what somebody was authenticated with a moment ago is still good. */
@ApplicationScoped
public class SignInStatusService {
    /** Ids that are derived from a foreign token, see {@link AuthenticatedSession#sessionId()}. */
    private static final int DERIVED = 3;

    private final SignInCache cache;

    SignInStatusService(SignInCache cache) {
        this.cache = cache;
    }

    /** Whether it is good by what this node remembers. Never blocks; when false, {@link #refusal} has to be asked. */
    public boolean isKnownGood(AuthenticatedSession session) {
        if (isForeign(session)) {
            return isGood(cache.rememberedAccount(session.user().id()), session);
        }
        return cache.remembered(session.sessionId()) != null;
    }

    /** Why it is no longer good; null if it is. Blocks. */
    public @Nullable ErrorCode refusal(AuthenticatedSession session) {
        if (isForeign(session)) {
            return isGood(cache.findAccount(session.user().id()), session) ? null : ErrorCode.NOT_AUTHENTICATED;
        }
        return switch (cache.find(session.sessionId())) {
            case Standing.Good good -> null;
            case Standing.Refused refused -> refused.reason();
        };
    }

    private static boolean isGood(@Nullable AccountState account, AuthenticatedSession session) {
        return account != null && !account.banned() && account.securityStamp() == session.securityStamp();
    }

    private static boolean isForeign(AuthenticatedSession session) {
        return session.sessionId().version() == DERIVED;
    }
}
