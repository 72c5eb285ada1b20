package dev.confab.chat.protocol;

import dev.confab.chat.connection.GuestConfig;
import dev.confab.chat.connection.SignInWatch;
import dev.confab.common.connection.BlockingSteps;
import dev.confab.common.connection.CloseCode;
import dev.confab.common.connection.Connection;
import dev.confab.common.connection.ConnectionConfig;
import dev.confab.common.connection.ConnectionRegistry;
import dev.confab.common.error.ConfabException;
import dev.confab.common.error.ErrorCode;
import io.quarkus.websockets.next.WebSocketConnection;
import jakarta.enterprise.context.ApplicationScoped;
import org.jboss.logging.Logger;
import org.jspecify.annotations.Nullable;

/** Makes the sessions of new connections. On event loops; never blocks. */
@ApplicationScoped
public class ChatSessions {

    private static final Logger LOG = Logger.getLogger(ChatSessions.class);

    private final ConnectionRegistry connections;
    private final ConnectionConfig config;
    private final GuestConfig guests;
    private final SignInWatch signIns;
    private final CommandDispatcher dispatcher;
    private final JoinHandler join;
    private final SessionEnd end;
    private final BlockingSteps blocking;

    ChatSessions(
            ConnectionRegistry connections,
            ConnectionConfig config,
            GuestConfig guests,
            SignInWatch signIns,
            CommandDispatcher dispatcher,
            JoinHandler join,
            SessionEnd end,
            BlockingSteps blocking) {
        this.connections = connections;
        this.config = config;
        this.guests = guests;
        this.signIns = signIns;
        this.dispatcher = dispatcher;
        this.join = join;
        this.end = end;
        this.blocking = blocking;
    }

    /** A session that begins with a greeting and joins any number of rooms. */
    public void open(WebSocketConnection socket, ProtocolCodec codec) {
        Connection opened = connections.open(
                socket, guests.enabled(), connection -> session(connection, codec, new SessionState.AwaitingHello()));
        if (opened != null) {
            signIns.confirm(opened);
        }
    }

    /** A session in one room, for as long as it lasts. */
    public void openIn(WebSocketConnection socket, ProtocolCodec codec, @Nullable String roomName) {
        Connection opened = connections.open(
                socket, guests.enabled(), connection -> session(connection, codec, new SessionState.Ready()));
        if (opened == null) {
            return;
        }
        signIns.confirm(opened);
        ChatSession session = (ChatSession) opened.peer();
        if (roomName == null) {
            opened.close(CloseCode.FORBIDDEN, "invalid room name");
            return;
        }
        session.endsWithRoom();
        session.begin(() -> blocking.run(() -> visit(session, roomName)));
    }

    /** Takes what a client sent. */
    public void receive(WebSocketConnection socket, String text) {
        Connection connection = ConnectionRegistry.of(socket);
        if (connection != null && connection.peer() instanceof ChatSession session) {
            session.receive(text);
        }
    }

    /** The socket is gone. */
    public void closed(WebSocketConnection socket) {
        connections.closed(socket);
    }

    private ChatSession session(Connection connection, ProtocolCodec codec, SessionState first) {
        return new ChatSession(connection, codec, first, dispatcher, end, config.maxErrors(), config.maxRooms());
    }

    private void visit(ChatSession session, String roomName) {
        try {
            join.visit(session, roomName);
        } catch (ConfabException e) {
            session.send(new ServerFrame.Failure(null, e.code(), e.detail(), e.retryAfter()));
            CloseCode code = e.code().temporary() ? CloseCode.SERVICE_RESTART : CloseCode.FORBIDDEN;
            session.connection()
                    .close(
                            code,
                            e.code() == ErrorCode.INVALID_REQUEST
                                    ? "invalid room name"
                                    : e.code().title());
        } catch (RuntimeException e) {
            LOG.errorf(e, "Connection %s could not enter its room", session.id());
            session.connection().close(CloseCode.SERVICE_RESTART);
        }
    }
}
