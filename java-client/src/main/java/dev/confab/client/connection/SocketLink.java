package dev.confab.client.connection;

import java.net.http.WebSocket;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.util.ArrayDeque;
import java.util.Deque;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.Executor;
import java.util.concurrent.RejectedExecutionException;
import java.util.concurrent.TimeUnit;
import org.jspecify.annotations.Nullable;

/**
 * One WebSocket of a connection's life: brings what the network says onto the loop and sends one frame after the
 * other. Methods are called on the loop only. Reads no more frames than were {@link #request requested}.
 */
final class SocketLink implements WebSocket.Listener {
    /** Hears about one link, on the loop. */
    interface Receiver {
        void onOpen(SocketLink link);

        void onFrame(SocketLink link, String text);

        /** The other side lives, although it says nothing. */
        void onSign(SocketLink link);

        /** At most once, and nothing follows. */
        void onEnd(SocketLink link, Disconnect cause);
    }

    /** No server has reason to send more; guards against one that went wrong. */
    private static final int LONGEST_FRAME = 4 * 1024 * 1024;

    /** How many frames may still stand before the other side's close frame. */
    private static final int FAREWELL_FRAMES = 10_000;

    private final Executor loop;
    private final Receiver receiver;
    private final Deque<String> outbound = new ArrayDeque<>();
    private final StringBuilder partial = new StringBuilder();
    private @Nullable WebSocket socket;
    private boolean sending;
    private boolean probing;
    private boolean ended;
    private @Nullable Disconnect closing;

    SocketLink(Executor loop, Receiver receiver) {
        this.loop = loop;
        this.receiver = receiver;
    }

    @Override
    public void onOpen(WebSocket webSocket) {
        onLoop(() -> {
            socket = webSocket;
            if (ended) {
                webSocket.abort();
            } else {
                receiver.onOpen(this);
            }
        });
    }

    @Override
    public @Nullable CompletionStage<?> onText(WebSocket webSocket, CharSequence data, boolean last) {
        partial.append(data);
        if (partial.length() > LONGEST_FRAME) {
            onLoop(() -> fail("frame too long"));
        } else if (last) {
            String text = partial.toString();
            partial.setLength(0);
            onLoop(() -> {
                if (!ended) {
                    receiver.onFrame(this, text);
                }
            });
        } else {
            webSocket.request(1);
        }
        return null;
    }

    @Override
    public @Nullable CompletionStage<?> onBinary(WebSocket webSocket, ByteBuffer data, boolean last) {
        onLoop(() -> fail("binary frame"));
        return null;
    }

    @Override
    public @Nullable CompletionStage<?> onPing(WebSocket webSocket, ByteBuffer message) {
        webSocket.request(1);
        return null;
    }

    @Override
    public @Nullable CompletionStage<?> onPong(WebSocket webSocket, ByteBuffer message) {
        webSocket.request(1);
        onLoop(() -> receiver.onSign(this));
        return null;
    }

    @Override
    public @Nullable CompletionStage<?> onClose(WebSocket webSocket, int statusCode, String reason) {
        onLoop(() -> end(new Disconnect(statusCode, reason)));
        return null;
    }

    @Override
    public void onError(WebSocket webSocket, Throwable error) {
        onLoop(() -> end(new Disconnect(Disconnect.BROKEN, String.valueOf(error.getMessage()))));
    }

    void request(int frames) {
        if (socket != null && frames > 0) {
            socket.request(frames);
        }
    }

    /** Frames waiting to be sent. */
    int backlog() {
        return outbound.size();
    }

    void send(String text) {
        if (!ended && closing == null) {
            outbound.add(text);
            sendNext();
        }
    }

    /** Ends the link with a close frame behind everything that waits; the receiver hears {@code cause}. */
    void close(Disconnect cause) {
        if (!ended && closing == null) {
            closing = cause;
            sendNext();
        }
    }

    /** Ends the link at once; the receiver hears {@code cause}. */
    void abort(Disconnect cause) {
        if (socket != null) {
            socket.abort();
        }
        end(cause);
    }

    /**
     * Writes a ping, so that a connection that is gone shows itself. The HTTP client loses an end of file that arrives
     * while it hands over a frame (an error inside it is swallowed), and without writing we would not learn of it before
     * the silence limit.
     */
    void probe() {
        if (socket != null && !ended && !probing) {
            probing = true;
            var _ = socket.sendPing(ByteBuffer.allocate(0))
                    .whenComplete((done, error) -> onLoop(() -> {
                        probing = false;
                        if (error != null) {
                            abort(new Disconnect(Disconnect.BROKEN, String.valueOf(error.getMessage())));
                        }
                    }));
        }
    }

    private void sendNext() {
        if (sending || ended || socket == null) {
            return;
        }
        String text = outbound.poll();
        if (text != null) {
            sending = true;
            var _ = socket.sendText(text, true).whenComplete((done, error) -> onLoop(() -> sent(error)));
        } else if (closing != null) {
            sending = true;
            Disconnect cause = closing;
            var _ = socket.sendClose(cause.code(), cause.reason())
                    .whenComplete((done, error) -> onLoop(() -> part(cause)));
        }
    }

    /** The close frame is out: leaves the other side a moment to answer it, so that it sees a clean end. */
    private void part(Disconnect cause) {
        end(cause);
        WebSocket open = socket;
        if (open != null) {
            open.request(FAREWELL_FRAMES);
            CompletableFuture.delayedExecutor(1, TimeUnit.SECONDS).execute(open::abort);
        }
    }

    private void sent(@Nullable Throwable error) {
        sending = false;
        if (error != null) {
            abort(new Disconnect(Disconnect.BROKEN, String.valueOf(error.getMessage())));
        } else {
            sendNext();
        }
    }

    private void fail(String reason) {
        abort(new Disconnect(Disconnect.BROKEN, reason));
    }

    private void end(Disconnect cause) {
        if (!ended) {
            ended = true;
            outbound.clear();
            receiver.onEnd(this, closing != null ? closing : cause);
        }
    }

    private void onLoop(Runnable task) {
        try {
            loop.execute(task);
        } catch (RejectedExecutionException e) {
            // The connection is over, and nobody wants to hear of it.
            WebSocket open = socket;
            if (open != null) {
                open.abort();
            }
        }
    }

    static int encodedLength(String text) {
        return text.getBytes(StandardCharsets.UTF_8).length;
    }
}
