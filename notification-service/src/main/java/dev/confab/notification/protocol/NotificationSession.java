package dev.confab.notification.protocol;

import dev.confab.common.connection.CloseCode;
import dev.confab.common.connection.CommandInbox;
import dev.confab.common.connection.Connection;
import dev.confab.common.connection.ConnectionPeer;
import dev.confab.common.connection.ErrorBudget;
import dev.confab.common.connection.OutboundFrame;
import dev.confab.common.error.ConfabException;
import dev.confab.common.error.ErrorCode;
import dev.confab.common.frame.BadFrameException;
import dev.confab.common.signin.OpaqueToken;
import dev.confab.common.stream.DeliverableEvent;
import dev.confab.common.stream.StreamSubscriber;
import dev.confab.common.stream.StreamSubscription;
import java.util.concurrent.CompletableFuture;
import org.jboss.logging.Logger;
import org.jspecify.annotations.Nullable;

/**
 * One device of one person. It is {@link State#WAITING} for a greeting for a moment, in which the client may name its
 * position; then it is greeted itself and receives the inbox from there. Commands are handled one at a time.
 */
final class NotificationSession implements ConnectionPeer, StreamSubscriber {

    private static final Logger LOG = Logger.getLogger(NotificationSession.class);

    private final Connection connection;
    private final @Nullable OpaqueToken cookie;
    private final NotificationCodec codec;
    private final NotificationDispatcher dispatcher;
    private final CommandInbox commands;
    private final ErrorBudget errors;
    private @Nullable StreamSubscription inbox;
    private volatile State state = State.WAITING;

    enum State {
        WAITING,
        GREETED,
        CLOSED
    }

    NotificationSession(
            Connection connection,
            @Nullable OpaqueToken cookie,
            NotificationCodec codec,
            NotificationDispatcher dispatcher,
            int maxErrors) {
        this.connection = connection;
        this.cookie = cookie;
        this.codec = codec;
        this.dispatcher = dispatcher;
        this.errors = new ErrorBudget(maxErrors);
        this.commands = new CommandInbox(connection.eventLoop(), connection::holdBack);
    }

    /** Takes what the client sent. On the connection's event loop; returns at once. */
    void receive(String text) {
        if (!connection.isClosing()) {
            commands.add(() -> handle(text));
        }
    }

    /** The client has had its time to name a position. On the connection's event loop. */
    void stopWaiting() {
        commands.add(() -> dispatcher.greetUnasked(this));
    }

    private CompletableFuture<Void> handle(String text) {
        if (connection.isClosing()) {
            return CompletableFuture.completedFuture(null);
        }
        NotificationCommand command;
        try {
            command = codec.decode(text);
        } catch (BadFrameException e) {
            refuse(e.id(), new ConfabException(e.code(), e.detail()));
            return CompletableFuture.completedFuture(null);
        }
        return dispatcher.dispatch(this, command).exceptionally(failure -> {
            fail(command.id(), failure);
            return null;
        });
    }

    private void fail(@Nullable String id, Throwable failure) {
        ConfabException refusal = ConfabException.of(failure);
        if (refusal.code() == ErrorCode.INTERNAL) {
            LOG.errorf(failure, "A command of connection %s failed", connection.id());
        }
        refuse(id, refusal);
    }

    private synchronized void refuse(@Nullable String id, ConfabException refusal) {
        send(codec.failure(id, refusal));
        if (!errors.spend()) {
            connection.close(CloseCode.TOO_MANY_ERRORS);
        }
    }

    void send(OutboundFrame frame) {
        connection.send(frame);
    }

    Connection connection() {
        return connection;
    }

    /** The session cookie with which the client was signed in; null if it was an access token. */
    @Nullable
    OpaqueToken cookie() {
        return cookie;
    }

    State state() {
        return state;
    }

    /** Keeps the subscription; false when the session is over, and the caller has to close it. */
    synchronized boolean keep(StreamSubscription subscription) {
        if (state == State.CLOSED) {
            return false;
        }
        inbox = subscription;
        state = State.GREETED;
        return true;
    }

    @Override
    public void onEvent(DeliverableEvent event) {
        connection.send(event.encoded(NotificationCodec.EVENTS));
        if (event.event().type().equals(NotificationCodec.SIGN_INS_ENDED)) {
            dispatcher.confirmSignIn(this);
        }
    }

    @Override
    public boolean awaitCapacity() throws InterruptedException {
        return connection.awaitCapacity();
    }

    @Override
    public void onLost(ConfabException cause) {
        connection.close(CloseCode.SLOW_CONSUMER, "inbox lost, resume");
    }

    @Override
    public String protocol() {
        return "notifications";
    }

    /** Nobody has to say anything first. */
    @Override
    public boolean greeted() {
        return true;
    }

    @Override
    public OutboundFrame ping() {
        return codec.ping();
    }

    @Override
    public void onClosed(boolean abandoned) {
        StreamSubscription mine;
        synchronized (this) {
            state = State.CLOSED;
            mine = inbox;
            inbox = null;
        }
        if (mine != null) {
            mine.close();
        }
        dispatcher.closed(this);
    }
}
