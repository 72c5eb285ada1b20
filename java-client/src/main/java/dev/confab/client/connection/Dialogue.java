package dev.confab.client.connection;

import dev.confab.client.ConfabException;
import dev.confab.client.StreamPosition;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import java.util.function.Consumer;
import java.util.function.UnaryOperator;
import org.jspecify.annotations.Nullable;

/**
 * What is said over a connection's links: greeting, joining and resuming rooms, messages until they are acknowledged.
 * Runs on the loop; results complete on threads of their own, so that whoever waits for one may block.
 */
final class Dialogue implements ConnectionMachine.Conversation {
    /** A typing notice is worth nothing late: it is dropped when this many frames wait to be sent. */
    private static final int TYPING_BACKLOG = 64;

    private static final Duration SHORTEST_RESEND = Duration.ofMillis(100);
    private static final Duration REJOIN_PAUSE = Duration.ofSeconds(1);

    private final ConnectionSettings settings;
    private final ListenerQueue<ConnectionListener> listeners;
    private final Map<String, RoomSubscription> rooms = new LinkedHashMap<>();
    private final PendingAnswers<ServerFrame> answers;
    /** By command id, in the order of sending. */
    private final Map<String, PendingSend> sends = new LinkedHashMap<>();

    private final PersonalStream me = new PersonalStream();
    private @Nullable ConnectionMachine machine;
    private @Nullable Session session;
    private long lastId;

    Dialogue(ConnectionSettings settings, ListenerQueue<ConnectionListener> listeners) {
        this.settings = settings;
        this.listeners = listeners;
        this.answers = new PendingAnswers<>(settings.maxPending());
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
        if (sends.size() >= settings.maxPending()) {
            Results.fail(result, PendingAnswers.full());
            return;
        }
        long giveUpAt = System.nanoTime() + settings.resendFor().toNanos();
        PendingSend pending = new PendingSend(nextId(), room, message, giveUpAt, result);
        sends.put(pending.id(), pending);
        RoomSubscription subscription = rooms.get(room);
        if (session != null && (subscription == null || subscription.joined())) {
            transmit(pending);
        }
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
        links().send(FrameCodec.hello(nextId(), settings.client(), me.position()));
    }

    @Override
    public void interrupted() {
        session = null;
        rooms.values().forEach(RoomSubscription::linkLost);
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
        sends.values().forEach(send -> Results.fail(send.result(), error));
        sends.clear();
        listeners.stop();
    }

    @Override
    public void received(String text) {
        ServerFrame frame;
        try {
            frame = FrameCodec.decode(text);
        } catch (BadFrameException e) {
            links().credit();
            links().restart("bad frame: " + e.getMessage());
            return;
        }
        if (session == null && !(frame instanceof ServerFrame.Welcome) && !(frame instanceof ServerFrame.Failure)) {
            links().credit();
            links().restart("bad frame: no welcome");
            return;
        }
        switch (frame) {
            case ServerFrame.Event(ConfabEvent event) -> onEvent(event);
            case ServerFrame.Typing t -> tell(l -> l.onTyping(t.room(), t.user(), t.typing()));
            case ServerFrame.PresenceChange p -> tell(l -> l.onPresence(p.room(), p.user(), p.online(), p.count()));
            case ServerFrame.Ack(String id, SentMessage sent) -> done(() -> acknowledged(id, sent));
            case ServerFrame.Ping() -> done(() -> links().send(FrameCodec.pong()));
            case ServerFrame.Welcome welcome -> done(() -> greeted(welcome));
            case ServerFrame.Joined(String id, JoinedRoom joined) -> done(() -> joined(id, joined));
            case ServerFrame.Left left -> onLeft(left);
            case ServerFrame.Ok(String id) -> done(() -> answers.answer(id, frame));
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
        rooms.values().forEach(this::sendJoin);
        for (PendingSend send : List.copyOf(sends.values())) {
            if (!rooms.containsKey(send.room())) {
                transmit(send);
            }
        }
        checkHealth();
    }

    private void sendJoin(RoomSubscription room) {
        String id = nextId();
        answers.expectAlways(id, answer -> {}, error -> onJoinRefused(room, error));
        links().send(FrameCodec.join(id, room.room, room.nextStart()));
    }

    private void joined(String id, JoinedRoom answer) {
        answers.answer(id, new ServerFrame.Joined(id, answer));
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
        for (PendingSend send : List.copyOf(sends.values())) {
            if (send.room().equals(answer.room())) {
                transmit(send);
            }
        }
        checkHealth();
    }

    private void onJoinRefused(RoomSubscription room, ConfabException error) {
        if (rooms.get(room.room) != room || session == null) {
            return; // left, or the whole link is gone and the join will be repeated
        }
        if (error.temporary()) {
            Duration wait = error.retryAfter() == null ? REJOIN_PAUSE : error.retryAfter();
            Session asked = session;
            var _ = links().later(wait, () -> {
                if (sameSession(asked) && rooms.get(room.room) == room && !room.joined()) {
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
        for (PendingSend send : new ArrayList<>(sends.values())) {
            if (send.room().equals(room.room)) {
                sends.remove(send.id());
                Results.fail(send.result(), error);
            }
        }
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

    private void acknowledged(String id, SentMessage sent) {
        PendingSend pending = sends.remove(id);
        if (pending != null) {
            Results.complete(pending.result(), sent);
        }
    }

    private void onFailure(@Nullable String id, ConfabException error) {
        PendingSend send = id == null ? null : sends.get(id);
        if (send != null) {
            done(() -> onSendRefused(send, error));
        } else if (id == null || !answers.fail(id, error)) {
            tell(l -> l.onError(error));
        } else {
            links().credit();
        }
    }

    private void onSendRefused(PendingSend send, ConfabException error) {
        if (!error.temporary() || System.nanoTime() >= send.giveUpAt()) {
            sends.remove(send.id());
            Results.fail(send.result(), error);
            return;
        }
        Duration asked = error.retryAfter();
        Duration wait = asked == null || asked.compareTo(SHORTEST_RESEND) < 0 ? SHORTEST_RESEND : asked;
        Session refusedIn = session;
        var _ = links().later(wait, () -> {
            // After a reconnect it has been sent again already.
            if (sameSession(refusedIn) && sends.containsKey(send.id())) {
                transmit(send);
            }
        });
    }

    private void transmit(PendingSend send) {
        String frame = send.frame();
        Session current = session;
        if (current != null && SocketLink.encodedLength(frame) > current.maxFrameBytes()) {
            sends.remove(send.id());
            Results.fail(send.result(), new ConfabException("payload_too_large", "the message is too long", false));
        } else {
            links().send(frame);
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

    private boolean sameSession(@Nullable Session other) {
        return session != null && other != null && session.id().equals(other.id());
    }

    private ConnectionMachine links() {
        if (machine == null) {
            throw new IllegalStateException("not connected to its links");
        }
        return machine;
    }

    private String nextId() {
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
