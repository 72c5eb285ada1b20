package dev.confab.bench;

import io.vertx.core.Promise;
import io.vertx.core.http.WebSocket;
import org.jspecify.annotations.Nullable;

/**
 * One of many connections: greets, joins one room, answers pings, checks that events come without gap. Frames are not
 * parsed but searched for the few fields that matter, because the generator shares the machine with what it measures.
 */
final class BenchSocket implements LoadSocket {
    private static final String EVENT = "\"type\":\"event\"";
    private static final String ACK = "\"type\":\"ack\"";
    /** How the text begins in JSON; what stands between field and value differs with where an event was read. */
    private static final String QUOTED_MARK = "\"" + MARK;

    private final WebSocket socket;
    private final String room;
    private final Recorder recorder;
    private final Promise<Void> joined;
    private long lastSeq = -1;
    private boolean ready;

    BenchSocket(WebSocket socket, String room, Recorder recorder, Promise<Void> joined) {
        this.socket = socket;
        this.room = room;
        this.recorder = recorder;
        this.joined = joined;
    }

    @Override
    public void start() {
        socket.textMessageHandler(this::received);
        socket.closeHandler(end -> {
            if (ready) {
                recorder.error();
            }
            joined.tryFail("closed before the room was joined, code " + socket.closeStatusCode());
        });
        write("{\"type\":\"hello\",\"id\":\"h\",\"client\":\"confab-bench\"}");
    }

    @Override
    public void send(int message, String padding) {
        write("{\"type\":\"send\",\"id\":\"" + message + "\",\"room\":\"" + room + "\",\"clientMessageId\":\"" + message
                + "\",\"text\":\"" + MARK + message + " " + padding + "\"}");
    }

    @Override
    public String room() {
        return room;
    }

    @Override
    public long lastSeq() {
        return lastSeq;
    }

    @Override
    public void close() {
        ready = false;
        var _ = socket.close();
    }

    private void write(String frame) {
        var _ = socket.writeTextMessage(frame);
    }

    private void received(String frame) {
        if (frame.contains(EVENT)) {
            event(frame, System.nanoTime());
        } else if (frame.contains(ACK)) {
            String id = text(frame, "id");
            if (id != null) {
                recorder.acknowledged(Integer.parseInt(id), System.nanoTime());
            }
        } else {
            control(frame);
        }
    }

    private void event(String frame, long now) {
        if (!frame.contains("\"room\"")) {
            return; // of the personal stream
        }
        long seq = number(frame, "seq");
        if (seq <= lastSeq) {
            recorder.duplicate();
            return;
        }
        if (seq != lastSeq + 1) {
            recorder.gap();
        }
        lastSeq = seq;
        int message = messageIn(frame);
        if (message >= 0) {
            recorder.delivered(message, now);
        }
    }

    /** The number of the message that an event carries; -1 if it carries none of ours. */
    static int messageIn(String frame) {
        int start = frame.indexOf(QUOTED_MARK);
        if (start < 0) {
            return -1;
        }
        int from = start + QUOTED_MARK.length();
        return Integer.parseInt(frame, from, frame.indexOf(' ', from), 10);
    }

    private void control(String frame) {
        switch (String.valueOf(text(frame, "type"))) {
            case "ping" -> write("{\"type\":\"pong\"}");
            case "welcome" -> write("{\"type\":\"join\",\"id\":\"j\",\"room\":\"" + room + "\"}");
            case "joined" -> {
                lastSeq = number(frame, "from") - 1;
                ready = true;
                joined.tryComplete();
            }
            case "error" -> {
                recorder.error();
                joined.tryFail(frame);
            }
            default -> {} // typing, presence
        }
    }

    static @Nullable String text(String frame, String field) {
        String key = "\"" + field + "\":\"";
        int start = frame.indexOf(key);
        if (start < 0) {
            return null;
        }
        int from = start + key.length();
        return frame.substring(from, frame.indexOf('"', from));
    }

    static long number(String frame, String field) {
        String key = "\"" + field + "\":";
        int start = frame.indexOf(key) + key.length();
        int end = start;
        while (end < frame.length() && Character.isDigit(frame.charAt(end))) {
            end++;
        }
        return Long.parseLong(frame, start, end, 10);
    }
}
