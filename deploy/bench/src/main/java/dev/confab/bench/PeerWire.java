package dev.confab.bench;

/** The frames of a server that is compared with. */
sealed interface PeerWire {
    /** The path and query of its WebSocket. */
    String path();

    /** Whether a client may join before it has heard anything. */
    boolean joinsAtOnce();

    String join(String room);

    String message(String room, String text);

    /** What to do about a frame that carries no message. */
    Control control(String frame);

    /** Reactions to what is no message. */
    sealed interface Control {
        /** The room is joined. */
        record Joined() implements Control {}

        /** Now the room can be joined. */
        record Join() implements Control {}

        /** To be answered. */
        record Answer(String frame) implements Control {}

        /** To be ignored. */
        record Nothing() implements Control {}
    }

    /** Our own server of rooms in memory: what the stack allows at best. */
    record RawBroadcast() implements PeerWire {
        @Override
        public String path() {
            return "/";
        }

        @Override
        public boolean joinsAtOnce() {
            return true;
        }

        @Override
        public String join(String room) {
            return RawBroadcastServer.JOIN + room;
        }

        @Override
        public String message(String room, String text) {
            return text;
        }

        @Override
        public Control control(String frame) {
            return new Control.Joined();
        }
    }

    /** Socket.IO over a WebSocket from the first frame on, as its protocol (version 5, Engine.IO 4) has it. */
    record SocketIo() implements PeerWire {
        private static final String OPEN = "0";
        private static final String PING = "2";
        private static final String PONG = "3";
        private static final String CONNECTED = "40";
        private static final String JOIN_ANSWER = "430";

        @Override
        public String path() {
            return "/socket.io/?EIO=4&transport=websocket";
        }

        @Override
        public boolean joinsAtOnce() {
            return false;
        }

        @Override
        public String join(String room) {
            return "420[\"join\",\"" + room + "\"]";
        }

        @Override
        public String message(String room, String text) {
            return "42[\"say\",\"" + text + "\"]";
        }

        @Override
        public Control control(String frame) {
            if (frame.startsWith(JOIN_ANSWER)) {
                return new Control.Joined();
            }
            if (frame.startsWith(CONNECTED)) {
                return new Control.Join();
            }
            if (frame.startsWith(OPEN)) {
                return new Control.Answer(CONNECTED);
            }
            return frame.equals(PING) ? new Control.Answer(PONG) : new Control.Nothing();
        }
    }
}
