package dev.confab.chat.protocol;

import dev.confab.chat.marker.ReadMarkerService;
import dev.confab.chat.presence.PresentUser;
import dev.confab.chat.status.StatusService;
import dev.confab.chat.typing.TypingService;
import dev.confab.chat.whisper.WhisperRequest;
import dev.confab.chat.whisper.WhisperService;
import dev.confab.common.connection.BlockingSteps;
import dev.confab.common.connection.CloseCode;
import dev.confab.common.error.ConfabException;
import dev.confab.common.error.ErrorCode;
import jakarta.enterprise.context.ApplicationScoped;
import java.time.InstantSource;
import java.util.List;
import java.util.concurrent.CompletableFuture;

/** Decides by state and command who does what, and on which thread. Called on a connection's event loop. */
@ApplicationScoped
class CommandDispatcher {

    /** How many people a list names. */
    private static final int MAX_PRESENT = 200;

    private final HelloHandler hello;
    private final JoinHandler join;
    private final SendHandler send;
    private final ActionHandler actions;
    private final SessionEnd end;
    private final TypingService typing;
    private final Crowds crowds;
    private final LookHandler look;
    private final ReadMarkerService markers;
    private final SeenHandler seen;
    private final WhisperService whispers;
    private final StatusService statuses;
    private final BlockingSteps blocking;
    private final InstantSource clock;

    CommandDispatcher(
            HelloHandler hello,
            JoinHandler join,
            SendHandler send,
            ActionHandler actions,
            SessionEnd end,
            TypingService typing,
            Crowds crowds,
            LookHandler look,
            ReadMarkerService markers,
            SeenHandler seen,
            WhisperService whispers,
            StatusService statuses,
            BlockingSteps blocking,
            InstantSource clock) {
        this.hello = hello;
        this.join = join;
        this.send = send;
        this.actions = actions;
        this.end = end;
        this.typing = typing;
        this.crowds = crowds;
        this.look = look;
        this.markers = markers;
        this.seen = seen;
        this.whispers = whispers;
        this.statuses = statuses;
        this.blocking = blocking;
        this.clock = clock;
    }

    /** Completes when the command is done and answered; fails with what the client is to be told. */
    CompletableFuture<Void> dispatch(ChatSession session, Command command) {
        try {
            return switch (session.state()) {
                case SessionState.AwaitingHello waiting -> first(session, command);
                case SessionState.Ready ready -> ready(session, command);
                case SessionState.Closed closed -> ChatSession.done();
            };
        } catch (RuntimeException e) {
            return CompletableFuture.failedFuture(e);
        }
    }

    private CompletableFuture<Void> first(ChatSession session, Command command) {
        if (command instanceof Command.Hello greeting) {
            return blocking.run(() -> hello.greet(session, greeting));
        }
        session.connection().close(CloseCode.PROTOCOL_VIOLATION, "say hello first");
        return ChatSession.done();
    }

    private CompletableFuture<Void> ready(ChatSession session, Command command) {
        return switch (command) {
            case Command.Hello again ->
                throw new ConfabException(ErrorCode.ALREADY_GREETED, "This connection has said hello before");
            case Command.Join request -> blocking.run(() -> join.join(session, request));
            case Command.Leave request -> {
                if (!end.left(session.requireRoom(request.room()))) {
                    throw new ConfabException(ErrorCode.NOT_JOINED, "This connection has not joined that room");
                }
                session.send(new ServerFrame.Left(request.id(), RoomNames.normal(request.room())));
                yield ChatSession.done();
            }
            case Command.Send request -> send.send(session, request);
            case Command.Whisper request -> {
                JoinedRoom joined = session.requireRoom(request.room());
                yield blocking.run(() -> {
                    var _ = whispers.whisper(
                            joined.room().name(),
                            session.user(),
                            new WhisperRequest(request.to(), request.text(), request.clientMessageId()));
                });
            }
            case Command.Typing request -> {
                JoinedRoom joined = session.requireRoom(request.room());
                if (joined.watching()) {
                    throw new ConfabException(ErrorCode.NOT_JOINED, "This connection only watches that room");
                }
                typing.typing(
                        joined.room().id(), session.user().id(), session.user().username(), request.typing());
                yield ChatSession.done();
            }
            case Command.ListPresence request -> {
                JoinedRoom joined = session.requireRoom(request.room());
                joined.look(request.look());
                yield blocking.run(() -> {
                    List<PresentUser> users = crowds.present(joined.room().id());
                    List<PresentUser> named = users.subList(0, Math.min(users.size(), MAX_PRESENT));
                    session.send(new ServerFrame.Present(
                            request.id(),
                            joined.room().name(),
                            named,
                            statuses.of(named.stream().map(PresentUser::id).toList()),
                            users.size()));
                });
            }
            case Command.Look request -> blocking.run(() -> look.look(session, request));
            case Command.Read request -> {
                JoinedRoom joined = session.requireRoom(request.room());
                yield blocking.run(() -> {
                    markers.advance(joined.room(), session.user(), request.seq());
                    session.send(new ServerFrame.Ok(request.id(), null));
                });
            }
            case Command.Action request -> {
                String requestId = session.nextRequestId();
                yield blocking.run(() -> actions.perform(session, request, requestId));
            }
            case Command.Ping request -> {
                session.send(new ServerFrame.Pong(request.id(), clock.instant()));
                yield ChatSession.done();
            }
            case Command.Seen report -> {
                seen.seen(session, report.rooms());
                yield ChatSession.done();
            }
            case Command.Pong answer -> {
                seen.seen(session, answer.seen());
                yield ChatSession.done();
            }
            case Command.Nothing nothing -> ChatSession.done();
        };
    }
}
