package dev.confab.notification.protocol;

import dev.confab.common.connection.BlockingSteps;
import dev.confab.common.connection.CloseCode;
import dev.confab.common.connection.Connection;
import dev.confab.common.error.ConfabException;
import dev.confab.common.error.ErrorCode;
import dev.confab.common.identity.UserIdentity;
import dev.confab.common.stream.StreamHubs;
import dev.confab.common.stream.StreamSubscription;
import dev.confab.common.stream.SubscriptionStart;
import dev.confab.notification.inbox.InboxAccess;
import jakarta.enterprise.context.ApplicationScoped;
import java.time.InstantSource;
import java.util.concurrent.CompletableFuture;
import org.jboss.logging.Logger;

/** Does what clients ask for. Called on a connection's event loop; what blocks runs on virtual threads. */
@ApplicationScoped
class NotificationDispatcher {

    private static final Logger LOG = Logger.getLogger(NotificationDispatcher.class);

    private final StreamHubs hubs;
    private final InboxAccess inboxes;
    private final NotificationCodec codec;
    private final SignInWatch watch;
    private final BlockingSteps blocking;
    private final InstantSource clock;

    NotificationDispatcher(
            StreamHubs hubs,
            InboxAccess inboxes,
            NotificationCodec codec,
            SignInWatch watch,
            BlockingSteps blocking,
            InstantSource clock) {
        this.hubs = hubs;
        this.inboxes = inboxes;
        this.codec = codec;
        this.watch = watch;
        this.blocking = blocking;
        this.clock = clock;
    }

    /** Completes when the command is done and answered; fails with what the client is to be told. */
    CompletableFuture<Void> dispatch(NotificationSession session, NotificationCommand command) {
        if (session.connection().isClosing()) {
            return done();
        }
        return switch (session.state()) {
            case CLOSED -> done();
            case GREETED -> greeted(session, command);
            case WAITING ->
                command instanceof NotificationCommand.Hello hello
                        ? blocking.run(() -> greet(session, hello))
                        : greetUnasked(session).thenCompose(greeted -> dispatch(session, command));
        };
    }

    /** Greets a client that names no position. Does nothing where that has been done. */
    CompletableFuture<Void> greetUnasked(NotificationSession session) {
        return session.state() == NotificationSession.State.WAITING
                ? blocking.run(() -> greet(session, new NotificationCommand.Hello(null, null, null)))
                : done();
    }

    /** The account has changed: is its owner still signed in? Never blocks. */
    void confirmSignIn(NotificationSession session) {
        CompletableFuture<Void> _ = blocking.run(() -> watch.confirm(session));
    }

    /** The connection is gone. */
    void closed(NotificationSession session) {
        watch.remove(session);
    }

    private CompletableFuture<Void> greeted(NotificationSession session, NotificationCommand command) {
        return switch (command) {
            case NotificationCommand.Hello again ->
                CompletableFuture.failedFuture(
                        new ConfabException(ErrorCode.ALREADY_GREETED, "This connection has been greeted before"));
            case NotificationCommand.Read request -> blocking.run(() -> read(session, request));
            case NotificationCommand.Ping request -> {
                session.send(codec.pong(request.id(), clock.instant()));
                yield done();
            }
            case NotificationCommand.Pong answer -> done();
        };
    }

    private void read(NotificationSession session, NotificationCommand.Read request) {
        UserIdentity user = session.connection().user();
        long unread = request.notificationIds() == null
                ? inboxes.readAll(user.id())
                : inboxes.read(user.id(), request.notificationIds());
        session.send(codec.ok(request.id(), unread));
    }

    /** Blocks. The greeting goes out before the first event. A session without its inbox is of no use, so it ends. */
    private void greet(NotificationSession session, NotificationCommand.Hello hello) {
        Connection connection = session.connection();
        UserIdentity user = connection.user();
        LOG.debugf("Connection %s of %s is %s", connection.id(), user.username(), hello.client());
        try {
            inboxes.open(user.id(), user.username());
            StreamSubscription inbox = subscribe(session, hello);
            if (!session.keep(inbox)) {
                inbox.close();
                return;
            }
            // Only now: what ends the sign-in after this is an event of the inbox.
            if (!watch.confirm(session)) {
                return;
            }
            watch.add(session);
            session.send(codec.hello(hello.id(), connection.id(), user, inbox, inboxes.unread(user.id())));
            inbox.start();
        } catch (ConfabException e) {
            LOG.debugf(e, "Connection %s could not be greeted", connection.id());
            connection.close(CloseCode.SERVICE_RESTART, "{\"retryAfterMs\":2000}");
        } catch (RuntimeException e) {
            LOG.errorf(e, "Connection %s could not be greeted", connection.id());
            connection.close(CloseCode.SERVICE_RESTART, "{\"retryAfterMs\":2000}");
        }
    }

    private StreamSubscription subscribe(NotificationSession session, NotificationCommand.Hello hello) {
        SubscriptionStart start = hello.position() == null
                ? new SubscriptionStart.FromNow()
                : new SubscriptionStart.After(hello.position(), 0);
        return hubs.subscribe(session.connection().user().id(), start, session);
    }

    private static CompletableFuture<Void> done() {
        return CompletableFuture.completedFuture(null);
    }
}
