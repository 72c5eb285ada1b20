package dev.confab.bench;

import io.vertx.core.Promise;
import io.vertx.core.http.WebSocket;

/**
 * A connection to a server that only passes on what is said in a room. What comes back to its author counts as the
 * acknowledgement.
 */
final class PeerSocket implements LoadSocket {
    private final WebSocket socket;
    private final PeerWire wire;
    private final String room;
    private final Recorder recorder;
    private final Promise<Void> joined;
    private boolean open = true;

    PeerSocket(WebSocket socket, PeerWire wire, String room, Recorder recorder, Promise<Void> joined) {
        this.socket = socket;
        this.wire = wire;
        this.room = room;
        this.recorder = recorder;
        this.joined = joined;
    }

    @Override
    public void start() {
        socket.textMessageHandler(this::received);
        socket.closeHandler(end -> {
            if (open) {
                recorder.error();
            }
            joined.tryFail("closed before the room was joined");
        });
        if (wire.joinsAtOnce()) {
            write(wire.join(room));
        }
    }

    @Override
    public void send(int message, String padding) {
        write(wire.message(room, MARK + message + " " + padding));
    }

    @Override
    public String room() {
        return room;
    }

    @Override
    public long lastSeq() {
        return 0;
    }

    @Override
    public void close() {
        open = false;
        var _ = socket.close();
    }

    private void write(String frame) {
        var _ = socket.writeTextMessage(frame);
    }

    private void received(String frame) {
        int at = frame.indexOf(MARK);
        if (at < 0) {
            switch (wire.control(frame)) {
                case PeerWire.Control.Joined joinedNow -> joined.tryComplete();
                case PeerWire.Control.Answer(String answer) -> write(answer);
                case PeerWire.Control.Join now -> write(wire.join(room));
                case PeerWire.Control.Nothing nothing -> {}
            }
            return;
        }
        int from = at + MARK.length();
        int message = Integer.parseInt(frame, from, frame.indexOf(' ', from), 10);
        long now = System.nanoTime();
        recorder.firstSeen(message, now);
        recorder.delivered(message, now);
    }
}
