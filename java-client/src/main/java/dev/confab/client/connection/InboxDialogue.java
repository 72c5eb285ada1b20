package dev.confab.client.connection;

import dev.confab.client.ConfabException;
import dev.confab.client.StreamPosition;
import java.util.Collection;
import java.util.UUID;
import java.util.concurrent.CompletableFuture;
import java.util.function.Consumer;
import java.util.function.UnaryOperator;
import org.jspecify.annotations.Nullable;

/** What is said over the links of {@link ConfabNotifications}: greeting, resuming, reading. Runs on the loop. */
final class InboxDialogue implements ConnectionMachine.Conversation {
    private final ConnectionSettings settings;
    private final ListenerQueue<NotificationListener> listeners;
    private final PendingAnswers<InboxFrame> answers;
    private @Nullable ConnectionMachine machine;
    private @Nullable StreamPosition received;
    private boolean greeted;
    private long caughtUpAt;
    private long lastId;

    /** Begins after a position that is known from before; null: with what comes from now on. */
    InboxDialogue(
            ConnectionSettings settings,
            ListenerQueue<NotificationListener> listeners,
            @Nullable StreamPosition begin) {
        this.settings = settings;
        this.listeners = listeners;
        this.answers = new PendingAnswers<>(settings.maxPending());
        this.received = begin;
    }

    void attach(ConnectionMachine links) {
        machine = links;
    }

    void read(Collection<UUID> notifications, CompletableFuture<Long> result) {
        ask(id -> InboxCodec.read(id, notifications), result);
    }

    void readAll(CompletableFuture<Long> result) {
        ask(InboxCodec::readAll, result);
    }

    /** How far this connection has come; null before it was greeted for the first time. */
    @Nullable
    StreamPosition position() {
        return received;
    }

    private void ask(UnaryOperator<String> frame, CompletableFuture<Long> result) {
        if (!greeted) {
            Results.fail(result, lost("not connected"));
            return;
        }
        String id = nextId();
        Consumer<InboxFrame> onAnswer = answer -> {
            if (answer instanceof InboxFrame.Ok(String same, long unread)) {
                Results.complete(result, unread);
            }
        };
        if (answers.expect(id, onAnswer, error -> Results.fail(result, error))) {
            links().send(frame.apply(id));
        }
    }

    @Override
    public void opened() {
        links().send(InboxCodec.hello(nextId(), settings.client(), received));
    }

    @Override
    public void interrupted() {
        greeted = false;
        answers.failAll(lost("the connection was lost before the answer"));
    }

    @Override
    public void over(Disconnect cause) {
        greeted = false;
        answers.failAll(new ConfabException(
                ConfabException.CONNECTION_CLOSED,
                "the connection is closed (" + cause.code() + " " + cause.reason() + ")",
                false));
        listeners.stop();
    }

    @Override
    public void received(String text) {
        InboxFrame frame;
        try {
            frame = InboxCodec.decode(text);
        } catch (BadFrameException e) {
            links().credit();
            links().restart("bad frame: " + e.getMessage());
            return;
        }
        switch (frame) {
            case InboxFrame.Hello hello -> {
                greeted(hello);
                links().credit();
            }
            case InboxFrame.Event(StreamPosition position, InboxFrame.Content content) -> onEvent(position, content);
            case InboxFrame.Ok(String id, long unread) -> {
                answers.answer(id, frame);
                links().credit();
            }
            case InboxFrame.Ping() -> {
                links().send(InboxCodec.pong());
                links().credit();
            }
            case InboxFrame.Failure(String id, ConfabException error) -> {
                if (id == null || !answers.fail(id, error)) {
                    tell(listener -> listener.onError(error));
                } else {
                    links().credit();
                }
            }
            case InboxFrame.Other other -> links().credit();
        }
    }

    private void greeted(InboxFrame.Hello hello) {
        StreamPosition asked = received;
        StreamPosition continues = new StreamPosition(hello.top().epoch(), hello.from() - 1);
        boolean whole = asked == null || (hello.recovered() && asked.equals(continues));
        received = continues;
        caughtUpAt = hello.top().seq();
        greeted = true;
        if (!whole) {
            StreamPosition lastSeen = asked;
            listeners.frame(listener -> listener.onGap(lastSeen, continues), () -> {});
        }
        listeners.frame(listener -> listener.onUnread(hello.unread()), () -> {});
        links().welcomed(hello.session());
        checkHealth();
    }

    private void onEvent(StreamPosition position, InboxFrame.Content content) {
        StreamPosition last = received;
        if (!greeted || last == null || !last.epoch().equals(position.epoch()) || position.seq() > last.seq() + 1) {
            links().credit();
            links().restart("gap before " + position.seq());
            return;
        }
        if (position.seq() <= last.seq()) {
            links().credit();
            return;
        }
        received = position;
        switch (content) {
            case InboxFrame.Content.Created(var notification, var unread) ->
                tell(listener -> {
                    listener.onNotification(notification, position);
                    if (unread != null) {
                        listener.onUnread(unread);
                    }
                });
            case InboxFrame.Content.MarkedRead(NotificationsRead read) -> tell(listener -> listener.onRead(read));
            case InboxFrame.Content.Nothing() -> links().credit();
        }
        checkHealth();
    }

    private void checkHealth() {
        StreamPosition last = received;
        if (greeted && last != null && last.seq() >= caughtUpAt) {
            links().healthy();
        }
    }

    /** Tells the listener of a frame, which keeps its place in the window until it has been heard. */
    private void tell(Consumer<NotificationListener> call) {
        listeners.frame(call, () -> links().creditFromAnyThread());
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
}
