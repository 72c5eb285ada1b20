package dev.confab.client.socket;

import java.net.http.WebSocket;
import java.nio.ByteBuffer;
import java.time.Duration;
import java.util.ArrayDeque;
import java.util.Deque;
import java.util.HexFormat;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.locks.Condition;
import java.util.concurrent.locks.ReentrantLock;
import org.jspecify.annotations.Nullable;

/** What a socket has received and nobody has taken yet; asks the network for more only while there is room. */
final class SocketInbox implements WebSocket.Listener {
    static final int CAPACITY = 10_000;

    private static final int NO_CLOSE_FRAME = 1006;

    private final ReentrantLock lock = new ReentrantLock();
    private final Condition changed = lock.newCondition();
    private final Deque<String> frames = new ArrayDeque<>();
    private final StringBuilder partial = new StringBuilder();
    private @Nullable WebSocket socket;
    private @Nullable SocketClosedException end;
    private boolean discarding;
    private boolean paused;

    @Override
    public void onOpen(WebSocket webSocket) {
        lock.lock();
        try {
            socket = webSocket;
        } finally {
            lock.unlock();
        }
        webSocket.request(1);
    }

    @Override
    public @Nullable CompletionStage<?> onText(WebSocket webSocket, CharSequence data, boolean last) {
        partial.append(data);
        if (last) {
            String frame = partial.toString();
            partial.setLength(0);
            add(frame);
        }
        requestMore(webSocket);
        return null;
    }

    @Override
    public @Nullable CompletionStage<?> onBinary(WebSocket webSocket, ByteBuffer data, boolean last) {
        byte[] bytes = new byte[data.remaining()];
        data.get(bytes);
        add("binary:" + HexFormat.of().formatHex(bytes));
        requestMore(webSocket);
        return null;
    }

    @Override
    public @Nullable CompletionStage<?> onPing(WebSocket webSocket, ByteBuffer message) {
        webSocket.request(1);
        return null; // answered by the HTTP client
    }

    @Override
    public @Nullable CompletionStage<?> onPong(WebSocket webSocket, ByteBuffer message) {
        webSocket.request(1);
        return null;
    }

    @Override
    public @Nullable CompletionStage<?> onClose(WebSocket webSocket, int statusCode, String reason) {
        end(statusCode, reason);
        return null;
    }

    @Override
    public void onError(WebSocket webSocket, Throwable error) {
        end(NO_CLOSE_FRAME, String.valueOf(error.getMessage()));
    }

    /** The connection was dropped from this side. */
    void broken() {
        end(NO_CLOSE_FRAME, "");
    }

    private void add(String frame) {
        lock.lock();
        try {
            if (!discarding) {
                frames.add(frame);
                changed.signalAll();
            }
        } finally {
            lock.unlock();
        }
    }

    private void requestMore(WebSocket webSocket) {
        lock.lock();
        try {
            paused = frames.size() >= CAPACITY;
            if (paused) {
                return;
            }
        } finally {
            lock.unlock();
        }
        webSocket.request(1);
    }

    private void end(int code, String reason) {
        lock.lock();
        try {
            if (end == null) {
                end = new SocketClosedException(code, reason);
            }
            changed.signalAll();
        } finally {
            lock.unlock();
        }
    }

    String take(Duration timeout) {
        lock.lock();
        try {
            await(timeout, () -> !frames.isEmpty() || end != null);
            String frame = frames.poll();
            if (frame != null) {
                resume();
                return frame;
            }
            if (end != null) {
                throw new SocketClosedException(end.code(), end.reason());
            }
            throw new SocketTimeoutException("no frame within " + timeout.toMillis() + " ms");
        } finally {
            lock.unlock();
        }
    }

    boolean staysEmpty(Duration duration) {
        lock.lock();
        try {
            await(duration, () -> !frames.isEmpty() || end != null);
            return frames.isEmpty();
        } finally {
            lock.unlock();
        }
    }

    SocketClosedException awaitClose(Duration timeout) {
        lock.lock();
        try {
            await(timeout, () -> end != null);
            if (end == null) {
                throw new SocketTimeoutException("still open after " + timeout.toMillis() + " ms");
            }
            return end;
        } finally {
            lock.unlock();
        }
    }

    boolean closed() {
        lock.lock();
        try {
            return end != null;
        } finally {
            lock.unlock();
        }
    }

    /** Whoever closes is not interested in further frames, but in the close frame behind them. */
    void discard() {
        lock.lock();
        try {
            discarding = true;
            resume();
        } finally {
            lock.unlock();
        }
    }

    private void resume() {
        if (paused && socket != null) {
            paused = false;
            socket.request(1);
        }
    }

    private interface Until {
        boolean reached();
    }

    private void await(Duration timeout, Until until) {
        long left = timeout.toNanos();
        try {
            while (left > 0 && !until.reached()) {
                left = changed.awaitNanos(left);
            }
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new SocketTimeoutException(
                    "interrupted with " + TimeUnit.NANOSECONDS.toMillis(left) + " ms left to wait");
        }
    }
}
