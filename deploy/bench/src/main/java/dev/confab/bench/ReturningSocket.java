package dev.confab.bench;

import io.vertx.core.http.WebSocket;
import java.net.URI;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.random.RandomGenerator;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/**
 * A client of one room that comes back as the protocol asks it to: after the time that the server names or a random
 * one that grows, at another node, resuming where it was, with what was not acknowledged. Lives on the event loop.
 */
final class ReturningSocket {
    private static final long FIRST_BACKOFF_MILLIS = 500;
    private static final long LONGEST_BACKOFF_MILLIS = 30_000;
    /** A connection that breaks sooner is no sign of health. */
    private static final long HEALTHY_NANOS = 10_000_000_000L;

    private static final int RESTARTING = 1012;
    private static final Pattern RETRY_AFTER = Pattern.compile("\"retryAfterMs\":\\s*(\\d+)");

    private final Swarm swarm;
    private final ReturnLedger ledger;
    private final RandomGenerator random;
    private final String room;
    private final String token;
    private final Map<Integer, String> unacknowledged = new LinkedHashMap<>();
    private int node;
    private int failures;
    private @Nullable WebSocket socket;
    private boolean joined;
    private boolean closing;
    private @Nullable String epoch;
    private long lastSeq;
    private long joinedAt;
    private long wholeAt;
    private long lostAt;

    ReturningSocket(Swarm swarm, ReturnLedger ledger, RandomGenerator random, String room, String token, int node) {
        this.swarm = swarm;
        this.ledger = ledger;
        this.random = random;
        this.room = room;
        this.token = token;
        this.node = node;
    }

    void open() {
        if (closing) {
            return;
        }
        URI target = swarm.node(node);
        swarm.connect(target, token).onSuccess(this::opened).onFailure(refused -> {
            ledger.refusedHandshakes++;
            elsewhere(backoffMillis());
        });
    }

    private void opened(WebSocket opened) {
        ledger.handshake(System.nanoTime());
        socket = opened;
        opened.textMessageHandler(this::received);
        opened.exceptionHandler(broken -> {}); // it is closed then, and that is what counts
        opened.closeHandler(end -> closed(opened));
        write("{\"type\":\"hello\",\"id\":\"h\",\"client\":\"confab-bench\",\"rooms\":[" + place() + "]}");
    }

    private void closed(WebSocket ended) {
        socket = null;
        if (closing) {
            return;
        }
        if (lostAt == 0) {
            lostAt = System.nanoTime();
            ledger.lostConnections++;
        }
        if (joined && System.nanoTime() - joinedAt > HEALTHY_NANOS) {
            failures = 0;
        }
        joined = false;
        Short code = ended.closeStatusCode();
        Matcher named = RETRY_AFTER.matcher(String.valueOf(ended.closeReason()));
        elsewhere(
                code != null && code == RESTARTING && named.find() ? Long.parseLong(named.group(1)) : backoffMillis());
    }

    private void elsewhere(long millis) {
        node++;
        swarm.later(millis, this::open);
    }

    private long backoffMillis() {
        long most = Math.min(LONGEST_BACKOFF_MILLIS, FIRST_BACKOFF_MILLIS << Math.min(failures++, 10));
        return 1 + random.nextLong(most);
    }

    /** Says a message now, or once the connection is back. */
    void say(int message, String text) {
        String frame = "{\"type\":\"send\",\"id\":\"" + message + "\",\"room\":\"" + room + "\",\"clientMessageId\":\""
                + message + "\",\"text\":\"" + BenchSocket.MARK + message + " " + text + "\"}";
        unacknowledged.put(message, frame);
        if (joined) {
            write(frame);
        }
    }

    private void received(String frame) {
        switch (String.valueOf(BenchSocket.text(frame, "type"))) {
            case "event" -> event(frame);
            case "ack" -> {
                int message = Integer.parseInt(String.valueOf(BenchSocket.text(frame, "id")));
                unacknowledged.remove(message);
                ledger.acknowledged(message, room, BenchSocket.number(frame, "seq"));
            }
            case "ping" -> write("{\"type\":\"pong\"}");
            case "joined" -> joined(frame);
            case "error" -> error(frame);
            default -> {} // typing, presence
        }
    }

    /** The room and, if there is one, the position to resume from. */
    private String place() {
        String position = epoch == null ? "" : ",\"epoch\":\"" + epoch + "\",\"seq\":" + lastSeq;
        return "{\"room\":\"" + room + "\"" + position + "}";
    }

    private void join() {
        write("{\"type\":\"join\",\"id\":\"j\"," + place().substring(1));
    }

    private void joined(String frame) {
        long from = BenchSocket.number(frame, "from");
        if (epoch == null) {
            lastSeq = from - 1;
            swarm.joined();
        } else if (from != lastSeq + 1 || !frame.contains("\"recovered\":true")) {
            ledger.notRecovered++;
            lastSeq = from - 1;
        }
        epoch = BenchSocket.text(frame, "epoch");
        joined = true;
        joinedAt = System.nanoTime();
        wholeAt = BenchSocket.number(frame, "seq");
        lookWhetherWhole();
        unacknowledged.values().forEach(this::write);
    }

    private void event(String frame) {
        if (!frame.contains("\"room\"")) {
            return; // of the personal stream
        }
        long seq = BenchSocket.number(frame, "seq");
        if (seq <= lastSeq) {
            ledger.doubled++;
            return;
        }
        if (seq > lastSeq + 1) {
            ledger.missed(room, lastSeq + 1, seq - 1);
        }
        lastSeq = seq;
        ledger.seen(room, seq, BenchSocket.messageIn(frame));
        lookWhetherWhole();
    }

    private void lookWhetherWhole() {
        if (lostAt != 0 && lastSeq >= wholeAt) {
            ledger.back(lostAt, System.nanoTime());
            lostAt = 0;
        }
    }

    /** What was refused for a moment is said again. */
    private void error(String frame) {
        String id = String.valueOf(BenchSocket.text(frame, "id"));
        if (!frame.contains("\"temporary\":true")) {
            ledger.errors++;
            return;
        }
        swarm.later(FIRST_BACKOFF_MILLIS, () -> {
            if (!id.matches("\\d+") && socket != null && !joined) {
                join();
            } else if (id.matches("\\d+") && joined) {
                String again = unacknowledged.get(Integer.valueOf(id));
                if (again != null) {
                    write(again);
                }
            }
        });
    }

    /** The node, counted from 0, that it is connected to; -1 while it is not. */
    int place(int nodes) {
        return joined ? node % nodes : -1;
    }

    /** Whether nothing is left to come or to be answered. */
    boolean isDone() {
        return joined && unacknowledged.isEmpty() && lastSeq >= ledger.top(room);
    }

    /** Events that it should have seen and has not. */
    long behind() {
        return Math.max(0, ledger.top(room) - lastSeq);
    }

    /** Goes to the next node, as if this one had ended. */
    void move() {
        if (socket != null) {
            var _ = socket.close();
        }
    }

    void close() {
        closing = true;
        if (socket != null) {
            var _ = socket.close();
        }
    }

    private void write(String frame) {
        if (socket != null) {
            var _ = socket.writeTextMessage(frame);
        }
    }
}
