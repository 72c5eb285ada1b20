package dev.confab.notification.protocol;

import dev.confab.common.connection.BlockingSteps;
import dev.confab.common.connection.CloseCode;
import dev.confab.common.error.ConfabException;
import dev.confab.common.identity.AuthenticatedSession;
import dev.confab.common.identity.RefusedCredentialException;
import dev.confab.common.signin.OpaqueToken;
import dev.confab.notification.signin.SignInConfig;
import dev.confab.notification.signin.SignInService;
import io.vertx.core.Vertx;
import jakarta.annotation.PostConstruct;
import jakarta.enterprise.context.ApplicationScoped;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.Semaphore;
import org.jboss.logging.Logger;
import org.jspecify.annotations.Nullable;

/**
 * Ends sessions whose sign-in has ended. An access token ends by itself, and what ends it before is an event of the inbox; of a
 * browser session only chat-service knows, so it is asked again and again. While it cannot be asked, sessions go on.
 */
@ApplicationScoped
class SignInWatch {

    private static final Logger LOG = Logger.getLogger(SignInWatch.class);
    private static final long TICK_MILLIS = 1_000;
    private static final int QUESTIONS_AT_ONCE = 16;

    private final SignInService signIns;
    private final SignInConfig config;
    private final BlockingSteps blocking;
    private final Vertx vertx;
    /** Sessions of browsers, and when each is to be asked about again (nanoseconds). */
    private final Map<NotificationSession, Long> browsers = new ConcurrentHashMap<>();

    private final Semaphore questions = new Semaphore(QUESTIONS_AT_ONCE);

    SignInWatch(SignInService signIns, SignInConfig config, BlockingSteps blocking, Vertx vertx) {
        this.signIns = signIns;
        this.config = config;
        this.blocking = blocking;
        this.vertx = vertx;
    }

    @PostConstruct
    void start() {
        vertx.setPeriodic(TICK_MILLIS, ignored -> askAgain());
    }

    void add(NotificationSession session) {
        if (session.cookie() != null) {
            browsers.put(session, nextTime());
            if (session.state() == NotificationSession.State.CLOSED) {
                browsers.remove(session);
            }
        }
    }

    void remove(NotificationSession session) {
        browsers.remove(session);
    }

    /** Closes the connection if its sign-in has ended; false if so. Blocks. */
    boolean confirm(NotificationSession session) {
        AuthenticatedSession signIn = session.connection().session();
        if (signIn == null) {
            return true;
        }
        return stays(session, () -> {
            try {
                signIns.confirm(signIn);
            } catch (RefusedCredentialException ended) {
                // A browser session may have survived what ended its access token.
                OpaqueToken cookie = session.cookie();
                if (cookie == null) {
                    throw ended;
                }
                signIns.confirm(cookie);
            }
        });
    }

    private void askAgain() {
        long now = System.nanoTime();
        browsers.forEach((session, due) -> {
            if (due - now <= 0 && browsers.replace(session, due, nextTime())) {
                CompletableFuture<Void> _ = blocking.run(() -> ask(session));
            }
        });
    }

    private void ask(NotificationSession session) {
        @Nullable OpaqueToken cookie = session.cookie();
        if (cookie == null) {
            return;
        }
        questions.acquireUninterruptibly();
        try {
            boolean _ = stays(session, () -> signIns.byCookie(cookie));
        } finally {
            questions.release();
        }
    }

    private static boolean stays(NotificationSession session, Runnable check) {
        try {
            check.run();
            return true;
        } catch (RefusedCredentialException ended) {
            session.connection().close(CloseCode.NOT_AUTHENTICATED, ended.code().title());
            return false;
        } catch (ConfabException unknown) {
            LOG.debugf("Not known whether a sign-in goes on: %s", unknown.getMessage());
            return true;
        }
    }

    private long nextTime() {
        return System.nanoTime() + config.cacheFor().toNanos();
    }
}
