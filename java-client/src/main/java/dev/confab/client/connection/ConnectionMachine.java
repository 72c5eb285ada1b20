package dev.confab.client.connection;

import dev.confab.client.AccessTokens;
import dev.confab.client.ConfabException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.WebSocketHandshakeException;
import java.time.Duration;
import java.util.concurrent.CompletionException;
import java.util.concurrent.Future;
import java.util.concurrent.RejectedExecutionException;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.TimeUnit;
import java.util.random.RandomGenerator;
import org.jspecify.annotations.Nullable;

/**
 * The life of a connection's sockets: connect, greet, notice silence, wait, connect again, stop. What travels over them
 * is the {@link Conversation}'s business. Runs on the loop.
 *
 * <p>At most one link is current; what an older one still says is ignored.
 */
final class ConnectionMachine implements SocketLink.Receiver {
    /** What is said over the links. */
    interface Conversation {
        /** A link is open: greet. */
        void opened();

        /** A frame came; the conversation gives its credit back by {@link ConnectionMachine#credit}. */
        void received(String text);

        /** The link is gone, another may follow. */
        void interrupted();

        /** There will be no further link. */
        void over(Disconnect cause);
    }

    /** After this much silence the link is probed. */
    private static final Duration PROBE_AFTER = Duration.ofSeconds(3);

    private static final Duration PROBE_AGAIN = Duration.ofSeconds(1);

    record Endpoint(URI uri, AccessTokens tokens, HttpClient http, String subprotocol) {}

    private final Endpoint endpoint;
    private final ConnectionSettings settings;
    private final ScheduledExecutorService loop;
    private final RandomGenerator random;
    private final ListenerQueue<?> listeners;
    private final Conversation conversation;

    private volatile ConnectionState state = new ConnectionState.Idle();
    private @Nullable SocketLink link;
    private int attempt;
    private boolean open;
    /** Frames that may be asked for, and frames asked for on the current link that have not come yet. */
    private int credits;

    private int outstanding;
    /** Credits to come that stand for no frame of the wire. */
    private int surplus;

    private long heardAt;
    private Duration silenceLimit;
    private @Nullable Future<?> watch;
    private volatile @Nullable String presented;
    private boolean renewToken;

    ConnectionMachine(
            Endpoint endpoint,
            ConnectionSettings settings,
            ScheduledExecutorService loop,
            RandomGenerator random,
            ListenerQueue<?> listeners,
            Conversation conversation) {
        this.endpoint = endpoint;
        this.settings = settings;
        this.loop = loop;
        this.random = random;
        this.listeners = listeners;
        this.conversation = conversation;
        this.credits = settings.window();
        this.silenceLimit = settings.answerTimeout();
    }

    /** May be called on any thread. */
    ConnectionState state() {
        return state;
    }

    void start() {
        if (state instanceof ConnectionState.Idle) {
            connect();
        }
    }

    void send(String frame) {
        if (link != null) {
            link.send(frame);
        }
    }

    int backlog() {
        return link == null ? 0 : link.backlog();
    }

    /** The frame just received holds {@code parts} frames, for each of which credit will be given. */
    void split(int parts) {
        if (parts == 0) {
            credit();
        } else {
            surplus += parts - 1;
        }
    }

    /** A received frame needs no room any more: one more may be read. */
    void credit() {
        if (surplus > 0) {
            surplus--;
        } else if (open && link != null) {
            outstanding++;
            link.request(1);
        } else {
            credits++;
        }
    }

    /** {@link #credit} for the listener's thread. */
    void creditFromAnyThread() {
        onLoop(this::credit);
    }

    void welcomed(Session session) {
        watch(session.clientTimeout());
        become(new ConnectionState.Resuming(attempt, session));
    }

    /** Everything is joined and caught up: if that lasts for a while, a loss starts with a short wait again. */
    void healthy() {
        if (state instanceof ConnectionState.Resuming(int tries, Session session)) {
            renewToken = false;
            become(new ConnectionState.Live(session));
            SocketLink live = link;
            var _ = later(settings.healthyAfter(), () -> {
                if (live == link) {
                    attempt = 0;
                }
            });
        }
    }

    /** Gives the link up, because what came over it cannot be used, and resumes over another. */
    void restart(String reason) {
        if (link != null) {
            link.abort(new Disconnect(Disconnect.BROKEN, reason));
        }
    }

    void stop(Disconnect cause) {
        if (state instanceof ConnectionState.Closed) {
            return;
        }
        SocketLink last = link;
        unlink();
        become(new ConnectionState.Closed(cause));
        if (last != null) {
            last.close(cause);
        }
        conversation.over(cause);
    }

    private void connect() {
        attempt++;
        become(new ConnectionState.Connecting(attempt));
        SocketLink next = new SocketLink(loop, this);
        link = next;
        watch(settings.answerTimeout());
        // Getting a token may block.
        boolean renew = renewToken;
        Thread.ofVirtual().name("confab-connect").start(() -> handshake(next, renew));
    }

    private void handshake(SocketLink next, boolean renew) {
        try {
            String token = renew
                    ? endpoint.tokens().renew(presented)
                    : endpoint.tokens().current();
            if (renew && token == null) {
                onLoop(() -> next.abort(new Disconnect(Disconnect.NOT_AUTHENTICATED, "no other token")));
                return;
            }
            presented = token;
            var builder = endpoint.http()
                    .newWebSocketBuilder()
                    .connectTimeout(settings.answerTimeout())
                    .subprotocols(endpoint.subprotocol());
            if (token != null) {
                builder.header("Authorization", "Bearer " + token);
            }
            var _ = builder.buildAsync(endpoint.uri(), next).exceptionally(error -> {
                onLoop(() -> next.abort(failure(error)));
                return null;
            });
        } catch (ConfabException e) {
            onLoop(() -> next.abort(new Disconnect(Disconnect.BROKEN, String.valueOf(e.getMessage()))));
        }
    }

    /** A refusal of the handshake, in terms of the close code that says the same. */
    private static Disconnect failure(Throwable error) {
        Throwable cause = error instanceof CompletionException && error.getCause() != null ? error.getCause() : error;
        if (cause instanceof WebSocketHandshakeException refusal) {
            int status = refusal.getResponse().statusCode();
            String reason = "HTTP " + status;
            if (status == 401) {
                return new Disconnect(Disconnect.NOT_AUTHENTICATED, reason);
            }
            boolean temporary = status >= 500 || status == 429 || status == 408;
            return new Disconnect(temporary ? Disconnect.BROKEN : 4003, reason);
        }
        return new Disconnect(Disconnect.BROKEN, String.valueOf(cause));
    }

    @Override
    public void onOpen(SocketLink opened) {
        if (opened != link) {
            opened.abort(new Disconnect(Disconnect.NORMAL, ""));
            return;
        }
        become(new ConnectionState.Greeting(attempt));
        open = true;
        opened.request(credits);
        outstanding = credits;
        credits = 0;
        heardAt = System.nanoTime();
        conversation.opened();
    }

    @Override
    public void onFrame(SocketLink from, String text) {
        if (from != link) {
            return;
        }
        outstanding--;
        heardAt = System.nanoTime();
        conversation.received(text);
    }

    @Override
    public void onSign(SocketLink from) {
        if (from == link) {
            heardAt = System.nanoTime();
        }
    }

    @Override
    public void onEnd(SocketLink ended, Disconnect cause) {
        if (ended != link) {
            return;
        }
        unlink();
        conversation.interrupted();
        boolean renewed = renewToken;
        renewToken = false;
        switch (ClosePolicy.of(cause)) {
            case ClosePolicy.GiveUp() -> stop(cause);
            case ClosePolicy.SignInAgain() -> {
                // A token that was just renewed and is refused again will not get better.
                if (renewed) {
                    stop(cause);
                } else {
                    renewToken = true;
                    waitThenConnect(Duration.ZERO, cause);
                }
            }
            case ClosePolicy.Reconnect(Duration atLeast) -> waitThenConnect(atLeast, cause);
        }
    }

    private void waitThenConnect(Duration atLeast, Disconnect cause) {
        Duration delay = settings.backoff().delay(attempt, random);
        Duration wait = atLeast.compareTo(delay) > 0 ? atLeast : delay;
        become(new ConnectionState.Waiting(attempt, wait, cause));
        var _ = later(wait, () -> {
            if (state instanceof ConnectionState.Waiting) {
                connect();
            }
        });
    }

    /** Ends the link when nothing has been heard for the limit, and probes it before that. */
    private void watch(Duration limit) {
        heardAt = System.nanoTime();
        silenceLimit = limit;
        SocketLink watched = link;
        checkAgain(watched, limit);
    }

    private void checkSilence(SocketLink watched) {
        if (watched != link) {
            return;
        }
        Duration silence = Duration.ofNanos(System.nanoTime() - heardAt);
        Duration left = silenceLimit.minus(silence);
        if (!left.isPositive()) {
            restart("nothing heard for " + silenceLimit.toMillis() + " ms");
        } else if (silence.compareTo(PROBE_AFTER) < 0) {
            checkAgain(watched, min(left, PROBE_AFTER.minus(silence)));
        } else {
            watched.probe();
            checkAgain(watched, min(left, PROBE_AGAIN));
        }
    }

    private void checkAgain(@Nullable SocketLink watched, Duration limit) {
        if (watch != null) {
            watch.cancel(false);
        }
        if (watched != null) {
            watch = later(min(limit, PROBE_AFTER), () -> checkSilence(watched));
        }
    }

    private static Duration min(Duration one, Duration other) {
        return one.compareTo(other) < 0 ? one : other;
    }

    private void unlink() {
        link = null;
        open = false;
        credits += outstanding;
        outstanding = 0;
        if (watch != null) {
            watch.cancel(false);
            watch = null;
        }
    }

    private void become(ConnectionState next) {
        state = next;
        listeners.state(() -> state);
    }

    /** Runs a task on the loop after a time; null when the loop has ended. */
    @Nullable
    Future<?> later(Duration delay, Runnable task) {
        try {
            return loop.schedule(task, delay.toMillis(), TimeUnit.MILLISECONDS);
        } catch (RejectedExecutionException e) {
            return null;
        }
    }

    private void onLoop(Runnable task) {
        try {
            loop.execute(task);
        } catch (RejectedExecutionException e) {
            // Closed meanwhile: there is nothing left to tell.
        }
    }
}
