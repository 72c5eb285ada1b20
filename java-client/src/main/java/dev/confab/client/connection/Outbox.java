package dev.confab.client.connection;

import dev.confab.client.ConfabException;
import java.time.Duration;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import java.util.function.Predicate;
import org.jspecify.annotations.Nullable;

/**
 * Messages without an acknowledgement, in the order in which they were handed in: they outlive links, and over each new
 * one they are sent again under the same ids, so that each is posted once. Bounded. Used on the loop only.
 */
final class Outbox {
    private static final Duration SHORTEST_RESEND = Duration.ofMillis(100);

    private final ConnectionSettings settings;
    private final Line line;
    /** By command id. */
    private final Map<String, PendingSend> sends = new LinkedHashMap<>();

    Outbox(ConnectionSettings settings, Line line) {
        this.settings = settings;
        this.line = line;
    }

    /** Takes a message, and sends it if {@code now}; otherwise {@link #transmitAll} will. */
    void add(String room, OutgoingMessage message, boolean now, CompletableFuture<SentMessage> result) {
        if (sends.size() >= settings.maxPending()) {
            Results.fail(result, PendingAnswers.full());
            return;
        }
        long giveUpAt = System.nanoTime() + settings.resendFor().toNanos();
        PendingSend pending = new PendingSend(line.nextId(), room, message, giveUpAt, result);
        sends.put(pending.id(), pending);
        if (now) {
            transmit(pending);
        }
    }

    /** Sends what waits for the rooms that are meant. */
    void transmitAll(Predicate<String> rooms) {
        for (PendingSend send : List.copyOf(sends.values())) {
            if (rooms.test(send.room())) {
                transmit(send);
            }
        }
    }

    void acknowledged(String id, SentMessage sent) {
        PendingSend pending = sends.remove(id);
        if (pending != null) {
            Results.complete(pending.result(), sent);
        }
    }

    /** Whether the refused command was one of these. A temporary refusal is tried again for a while. */
    boolean refused(@Nullable String id, ConfabException error) {
        PendingSend send = id == null ? null : sends.get(id);
        if (send == null) {
            return false;
        }
        if (!error.temporary() || System.nanoTime() >= send.giveUpAt()) {
            fail(send, error);
            return true;
        }
        Duration asked = error.retryAfter();
        Duration wait = asked == null || asked.compareTo(SHORTEST_RESEND) < 0 ? SHORTEST_RESEND : asked;
        // After a reconnect it has been sent again already.
        line.laterOnThisLink(wait, () -> {
            if (sends.containsKey(send.id())) {
                transmit(send);
            }
        });
        return true;
    }

    /** Nothing more can be sent to that room. */
    void failAll(String room, ConfabException error) {
        sends.values().stream()
                .filter(send -> send.room().equals(room))
                .toList()
                .forEach(send -> fail(send, error));
    }

    void failAll(ConfabException error) {
        List.copyOf(sends.values()).forEach(send -> fail(send, error));
    }

    private void fail(PendingSend send, ConfabException error) {
        sends.remove(send.id());
        Results.fail(send.result(), error);
    }

    private void transmit(PendingSend send) {
        String frame = send.frame();
        Session current = line.session();
        if (current != null && SocketLink.encodedLength(frame) > current.maxFrameBytes()) {
            fail(send, new ConfabException("payload_too_large", "the message is too long", false));
        } else {
            line.send(frame);
        }
    }
}
