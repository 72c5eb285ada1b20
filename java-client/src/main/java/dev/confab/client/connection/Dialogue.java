package dev.confab.client.connection;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.MissingNode;
import dev.confab.client.ConfabException;
import dev.confab.client.StreamPosition;
import java.time.Duration;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import java.util.function.Consumer;
import java.util.function.UnaryOperator;
import org.jspecify.annotations.Nullable;

/**
 * What is said over a connection's links: greeting, joining and resuming rooms, asking and answering.
 * Runs on the loop; results complete on threads of their own, so that whoever waits for one may block.
 */
final class Dialogue implements ConnectionMachine.Conversation, Line {
    /** A typing notice is worth nothing late: it is dropped when this many frames wait to be sent. */
    private static final int TYPING_BACKLOG = 64;

    /** Rooms that one greeting resumes; more are joined one by one after it. */
    private static final int ROOMS_IN_HELLO = 200;

    private static final Duration REJOIN_PAUSE = Duration.ofSeconds(1);

    private final ConnectionSettings settings;
    private final ListenerQueue<ConnectionListener> listeners;
    private final Map<String, RoomSubscription> rooms = new LinkedHashMap<>();
    private final PendingAnswers<ServerFrame> answers;
    private final Outbox outbox;
    private final SeenReport seen = new SeenReport(this);
    private final PersonalStream me = new PersonalStream();
    private @Nullable ConnectionMachine machine;
    private @Nullable Session session;
    private long lastId;

    Dialogue(ConnectionSettings settings, ListenerQueue<ConnectionListener> listeners) {
        this.settings = settings;
        this.listeners = listeners;
        this.answers = new PendingAnswers<>(settings.maxPending());
        this.outbox = new Outbox(settings, this);
    }

    void attach(ConnectionMachine links) {
        machine = links;
    }

    void join(String room, JoinStart start, CompletableFuture<JoinedRoom> result) {
        RoomSubscription subscription = rooms.get(room);
        if (subscription == null) {
            subscription = new RoomSubscription(room, start);
            rooms.put(room, subscription);
            if (session != null) {
                sendJoin(subscription);
            }
        }
        pass(subscription.joinedOnce, result);
    }

    void leave(String room, CompletableFuture<Void> result) {
        RoomSubscription subscription = rooms.remove(room);
        seen.left(room);
        if (subscription == null || session == null) {
            Results.complete(result, null); // not joined by this link, so nothing to leave
        } else {
            ask(id -> FrameCodec.leave(id, room), result, answer -> Results.complete(result, null));
        }
        if (subscription != null) {
            Results.fail(subscription.joinedOnce, lost("the room was left before it was joined"));
        }
        checkHealth();
    }

    void send(String room, OutgoingMessage message, CompletableFuture<SentMessage> result) {
        RoomSubscription subscription = rooms.get(room);
        outbox.add(room, message, session != null && (subscription == null || subscription.joined()), result);
    }

    /** Something else that people do in rooms. */
    void act(String type, String room, Map<String, ?> fields, CompletableFuture<JsonNode> result) {
        ask(
                id -> FrameCodec.action(type, id, room, fields),
                result,
                answer -> Results.complete(
                        result, answer instanceof ServerFrame.Ok ok ? ok.result() : MissingNode.getInstance()));
    }

    void seen(String room, long seq) {
        seen.seen(room, seq);
    }

    void typing(String room, boolean typing) {
        if (session != null && links().backlog() < TYPING_BACKLOG) {
            links().send(FrameCodec.typing(nextId(), room, typing));
        }
    }

    void presence(String room, CompletableFuture<PresenceList> result) {
        ask(id -> FrameCodec.presence(id, room), result, answer -> {
            if (answer instanceof ServerFrame.Present(String id, PresenceList list)) {
                Results.complete(result, list);
            } else {
                Results.fail(result, new ConfabException(ConfabException.BAD_ANSWER, "not a presence list", false));
            }
        });
    }

    void read(String room, long seq, CompletableFuture<Void> result) {
        ask(id -> FrameCodec.read(id, room, seq), result, answer -> Results.complete(result, null));
    }

    private <T> void ask(UnaryOperator<String> frame, CompletableFuture<T> result, Consumer<ServerFrame> onAnswer) {
        if (session == null) {
            Results.fail(result, lost("not connected"));
            return;
        }
        String id = nextId();
        if (answers.expect(id, onAnswer, error -> Results.fail(result, error))) {
            links().send(frame.apply(id));
        }
    }

    @Override
    public void opened() {
        List<RoomSubscription> resumed =
                rooms.values().stream().limit(ROOMS_IN_HELLO).toList();
        resumed.forEach(RoomSubscription::asked);
        links().send(FrameCodec.hello(nextId(), settings.client(), me.position(), resumed));
    }

    @Override
    public void interrupted() {
        session = null;
        rooms.values().forEach(RoomSubscription::linkLost);
        seen.linkLost();
        answers.failAll(lost("the connection was lost before the answer"));
    }

    @Override
    public void over(Disconnect cause) {
        ConfabException error = new ConfabException(
                ConfabException.CONNECTION_CLOSED,
                "the connection is closed (" + cause.code() + " " + cause.reason() + ")",
                false);
        session = null;
        answers.failAll(error);
        rooms.values().forEach(room -> Results.fail(room.joinedOnce, error));
        rooms.clear();
        outbox.failAll(error);
        listeners.stop();
    }

    @Override
    public void received(String text) {
        try {
            List<ServerFrame> frames = FrameCodec.decode(text);
            links().split(frames.size());
            frames.forEach(this::received);
        } catch (BadFrameException e) {
            links().credit();
            links().restart("bad frame: " + e.getMessage());
        }
    }

    private void received(ServerFrame frame) {
        if (session == null && !(frame instanceof ServerFrame.Welcome) && !(frame instanceof ServerFrame.Failure)) {
            links().credit();
            links().restart("bad frame: no welcome");
            return;
        }
        switch (frame) {
            case ServerFrame.Event(ConfabEvent event) -> onEvent(event);
            case ServerFrame.Typing t -> tell(l -> l.onTyping(t.room(), t.user(), t.typing()));
            case ServerFrame.PresenceChange p -> tell(l -> l.onPresence(p.room(), p.user(), p.online(), p.count()));
            case ServerFrame.PresenceCount p -> tell(l -> l.onPresenceCount(p.room(), p.count()));
            case ServerFrame.Ack(String id, SentMessage sent) -> done(() -> outbox.acknowledged(id, sent));
            case ServerFrame.Ping() -> done(() -> links().send(FrameCodec.pong()));
            case ServerFrame.Welcome welcome -> done(() -> greeted(welcome));
            case ServerFrame.Joined(var id, JoinedRoom joined) -> done(() -> joined(id, joined));
            case ServerFrame.Left left -> onLeft(left);
            case ServerFrame.Ok ok -> done(() -> answers.answer(ok.id(), ok));
            case ServerFrame.RoomRefused(String name, ConfabException error) ->
                done(() -> onResumeRefused(name, error));
            case ServerFrame.Present(String id, PresenceList list) -> done(() -> answers.answer(id, frame));
            case ServerFrame.Failure(String id, ConfabException error) -> onFailure(id, error);
            case ServerFrame.Other other -> links().credit();
        }
    }

    private void greeted(ServerFrame.Welcome welcome) {
        session = welcome.session();
        StreamPosition missingAfter = me.onWelcome(welcome);
        if (missingAfter != null) {
            listeners.frame(l -> l.onGap(null, missingAfter, welcome.me()), () -> {});
        }
        links().welcomed(welcome.session());
        rooms.values().stream().filter(room -> !room.isAsked()).toList().forEach(this::sendJoin);
        outbox.transmitAll(room -> !rooms.containsKey(room));
        checkHealth();
    }

    private void sendJoin(RoomSubscription room) {
        String id = nextId();
        room.asked();
        answers.expectAlways(id, answer -> {}, error -> onJoinRefused(room, error));
        links().send(FrameCodec.join(id, room.room, room.nextStart()));
    }

    private void joined(@Nullable String id, JoinedRoom answer) {
        if (id != null) {
            answers.answer(id, new ServerFrame.Joined(id, answer));
        }
        RoomSubscription room = rooms.get(answer.room());
        if (room == null || room.joined()) {
            return; // left meanwhile
        }
        StreamPosition missingAfter = room.onJoined(answer);
        StreamPosition continues = room.received();
        if (missingAfter != null && continues != null) {
            listeners.frame(l -> l.onGap(answer.room(), missingAfter, continues), () -> {});
        }
        Results.complete(room.joinedOnce, answer);
        outbox.transmitAll(answer.room()::equals);
        seen.resumed(answer.room()::equals);
        checkHealth();
    }

    private void onResumeRefused(String name, ConfabException error) {
        RoomSubscription room = rooms.get(name);
        if (room != null && !room.joined()) {
            onJoinRefused(room, error);
        }
    }

    private void onJoinRefused(RoomSubscription room, ConfabException error) {
        if (rooms.get(room.room) != room || session == null) {
            return; // left, or the whole link is gone and the join will be repeated
        }
        if (error.temporary()) {
            Duration wait = error.retryAfter() == null ? REJOIN_PAUSE : error.retryAfter();
            laterOnThisLink(wait, () -> {
                if (rooms.get(room.room) == room && !room.joined()) {
                    sendJoin(room);
                }
            });
            return;
        }
        dropRoom(room, error);
        if (room.received() != null) {
            listeners.frame(l -> l.onLeft(room.room, error.code(), String.valueOf(error.getMessage())), () -> {});
        }
        checkHealth();
    }

    private void dropRoom(RoomSubscription room, ConfabException error) {
        rooms.remove(room.room);
        Results.fail(room.joinedOnce, error);
        seen.left(room.room);
        outbox.failAll(room.room, error);
    }

    private void onLeft(ServerFrame.Left left) {
        if (left.id() != null) {
            done(() -> answers.answer(left.id(), left));
            return;
        }
        String code = left.code() == null ? "left" : left.code();
        String message = left.message() == null ? "" : left.message();
        RoomSubscription room = rooms.get(left.room());
        if (room != null) {
            dropRoom(room, new ConfabException(code, message, false));
        }
        tell(l -> l.onLeft(left.room(), code, message));
        checkHealth();
    }

    private void onEvent(ConfabEvent event) {
        String name = event.room();
        RoomSubscription room = name == null ? null : rooms.get(name);
        if (name != null && (room == null || !room.joined())) {
            links().credit(); // on its way when the room was left
            return;
        }
        if (room == null && event.kind().equals("room.read")) {
            seen.confirmed(
                    event.data().path("room").asText(), event.data().path("seq").asLong());
        }
        RoomSubscription.Verdict verdict = room == null ? me.onEvent(event.position()) : room.onEvent(event.position());
        switch (verdict) {
            case DELIVER -> tell(l -> l.onEvent(event));
            case DROP -> links().credit();
            case GAP -> {
                links().credit();
                links().restart("gap before " + event.seq());
            }
        }
        checkHealth();
    }

    private void onFailure(@Nullable String id, ConfabException error) {
        if (outbox.refused(id, error) || (id != null && answers.fail(id, error))) {
            links().credit();
        } else {
            tell(l -> l.onError(error));
        }
    }

    private void checkHealth() {
        if (session != null && rooms.values().stream().allMatch(RoomSubscription::caughtUp)) {
            links().healthy();
        }
    }

    /** How far the link has come in every room. */
    Map<String, StreamPosition> positions() {
        Map<String, StreamPosition> result = new HashMap<>();
        rooms.forEach((name, room) -> {
            StreamPosition received = room.received();
            if (received != null) {
                result.put(name, received);
            }
        });
        return result;
    }

    /** Tells the listener of a frame, which keeps its place in the window until it has been heard. */
    private void tell(Consumer<ConnectionListener> call) {
        listeners.frame(call, () -> links().creditFromAnyThread());
    }

    private void done(Runnable handling) {
        handling.run();
        links().credit();
    }

    @Override
    public @Nullable Session session() {
        return session;
    }

    @Override
    public void send(String frame) {
        links().send(frame);
    }

    @Override
    public void laterOnThisLink(Duration delay, Runnable task) {
        Session asked = session;
        var _ = links().later(delay, () -> {
            if (asked != null && session != null && session.id().equals(asked.id())) {
                task.run();
            }
        });
    }

    private ConnectionMachine links() {
        if (machine == null) {
            throw new IllegalStateException("not connected to its links");
        }
        return machine;
    }

    @Override
    public String nextId() {
        return Long.toString(++lastId);
    }

    private static ConfabException lost(String message) {
        return new ConfabException(ConfabException.CONNECTION_LOST, message, true);
    }

    private static <T> void pass(CompletableFuture<T> from, CompletableFuture<T> to) {
        var _ = from.whenComplete((value, error) -> {
            if (error == null) {
                to.complete(value);
            } else {
                to.completeExceptionally(error);
            }
        });
    }
}
